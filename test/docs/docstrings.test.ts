import assert from "node:assert/strict";
import { createRequire } from "node:module";
import * as pulumi from "@pulumi/pulumi";
import { dayAfter, today } from "../../policy-pack/exemptions/day.js";
import { awsOutputs } from "../support/aws-outputs.js";
import { type Answer, AWS_ACCOUNT } from "../support/recorded-resources.js";
import { mistakesIn, transpiled } from "./compiled.js";
import { readExports } from "./components/pages.js";
import { exampleProgram } from "./components/programs.js";

const ENTRIES = readExports();
const COMPONENTS = ENTRIES.flatMap(({ components }) => components);
const WRONG = 'import { AdmissionPolicies } from "pulumi-rampart";\nnew AdmissionPolicies("x", { nothing: true });';
/** The programs by component, with a day that is still to come. */
const PROGRAMS = new Map(
  COMPONENTS.map((component) => [
    component.name,
    exampleProgram(component, ENTRIES).whole.replaceAll("2026-12-31", dayAfter(today(), 20)),
  ]),
);

/** A network that is there, as `ClusterNetwork` looks at it. */
const ANSWERS: Readonly<Record<string, Answer>> = {
  ...AWS_ACCOUNT,
  "aws:ec2/getVpc:getVpc": {
    enableDnsSupport: true,
    enableDnsHostnames: true,
    cidrBlockAssociations: [{ cidrBlock: "10.9.0.0/16" }],
  },
  "aws:ec2/getSubnet:getSubnet": ({ id }) => ({
    id,
    vpcId: "vpc-0123456789abcdef0",
    mapPublicIpOnLaunch: false,
    availableIpAddressCount: 200,
    availabilityZone: `eu-central-1${String(id).endsWith("0") ? "a" : "b"}`,
  }),
};

/** What components read of a cluster. */
const API_SERVER: Readonly<Record<string, object>> = {
  "kubernetes:discovery.k8s.io/v1:EndpointSlice": {
    endpoints: [{ addresses: ["172.20.0.10"] }],
    ports: [{ port: 6443, protocol: "TCP" }],
  },
};

/** The types that a program registers under mocks. */
async function typesOf(program: string): Promise<string[]> {
  const types: string[] = [];
  await pulumi.runtime.setMocks({
    newResource: ({ type, name, inputs }) => {
      types.push(type);
      if (type.startsWith("aws:")) return awsOutputs(type, name, inputs);
      return { id: `${name}-id`, state: API_SERVER[type] ?? inputs };
    },
    call: ({ token, inputs }) => {
      const answer = ANSWERS[token] ?? {};
      return typeof answer === "function" ? answer(inputs) : answer;
    },
  });
  pulumi.runtime.setConfig("project:encryptionKey", Buffer.alloc(32, 7).toString("base64"));
  new Function("require", "exports", transpiled(program))(createRequire(__filename), {});
  await pulumi.runtime.disconnect();
  return types;
}

describe("the examples in docstrings of components", () => {
  let mistakes: ReadonlyMap<string, readonly string[]>;
  before(function () {
    this.timeout(0);
    mistakes = mistakesIn(new Map([...PROGRAMS, ["wrong", WRONG]]));
  });

  for (const [name, program] of PROGRAMS)
    it(`${name}: compiles, and registers it`, async () => {
      assert.deepEqual(mistakes.get(name), []);
      assert.ok((await typesOf(program)).includes(`rampart:index:${name}`));
    });

  it("would not compile with an input that there is not", () =>
    assert.match(mistakes.get("wrong")?.join() ?? "", /nothing/));
});

describe("the docstrings of components", () => {
  for (const { name, module, examples, cost, text, inputs, outputs } of COMPONENTS)
    it(`${name}: says what it is, what each input is and what it is by default, and the cost at AWS`, () => {
      assert.notEqual(text, "");
      assert.notEqual(examples.length, 0);
      if (module.endsWith("/eks")) assert.ok(cost, "@cost");
      for (const input of inputs) {
        assert.ok(input.text !== "" || input.default !== undefined, input.name);
        if (input.optional) assert.ok(input.default, `@default of ${input.name}`);
        else assert.equal(input.default, undefined, input.name);
      }
      assert.notEqual(outputs.length, 0);
    });
});
