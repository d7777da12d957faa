import * as pulumi from "@pulumi/pulumi";

/** A resource that a program registered under mocks. */
export interface RecordedResource {
  readonly type: string;
  readonly name: string;
  // biome-ignore lint/suspicious/noExplicitAny: the shape of inputs differs by type, and the tests state the one they expect.
  readonly inputs: any;
}

/** Where components that ask are told to be. */
export const AWS_ACCOUNT: Readonly<Record<string, object>> = {
  "aws:index/getPartition:getPartition": { partition: "aws", dnsSuffix: "amazonaws.com" },
  "aws:index/getRegion:getRegion": { region: "eu-central-1" },
  "aws:index/getCallerIdentity:getCallerIdentity": { accountId: "123456789012" },
  "aws:index/getAvailabilityZones:getAvailabilityZones": {
    names: ["eu-central-1a", "eu-central-1b", "eu-central-1c"],
  },
};

/** What a function says, or what it says to its arguments. */
export type Answer = object | ((args: Readonly<Record<string, unknown>>) => object);

const answered = (answer: Answer | undefined, args: Readonly<Record<string, unknown>>): object =>
  typeof answer === "function" ? answer(args) : (answer ?? {});

/**
 * Runs `program` under Pulumi's mocks and returns what it registered, in order. The mocks return inputs as outputs:
 * they show what a component asks for, not what a provider makes of it. `states` has outputs by type token, `answers` those of functions;
 * by default they say which AWS account it is.
 */
export async function recordResources(
  program: () => unknown,
  states: Readonly<Record<string, object>> = {},
  answers: Readonly<Record<string, Answer>> = AWS_ACCOUNT,
): Promise<RecordedResource[]> {
  const recorded: RecordedResource[] = [];
  await pulumi.runtime.setMocks({
    newResource: ({ type, name, inputs, custom, id }) => {
      // What has an id already is only read.
      if (custom && !id) recorded.push({ type, name, inputs });
      return { id: `${name}-id`, state: states[type] ?? inputs };
    },
    call: ({ token, inputs }) => answered(answers[token], inputs),
  });
  program();
  await pulumi.runtime.disconnect();
  return recorded;
}

/** Runs `program` under the same mocks and returns all that it registered, components and exemptions too. */
export async function registered(program: () => unknown): Promise<pulumi.runtime.MockResourceArgs[]> {
  const seen: pulumi.runtime.MockResourceArgs[] = [];
  await pulumi.runtime.setMocks({
    newResource: (args) => {
      seen.push(args);
      return { id: `${args.name}-id`, state: args.inputs };
    },
    call: ({ token }) => AWS_ACCOUNT[token] ?? {},
  });
  program();
  await pulumi.runtime.disconnect();
  return seen;
}
