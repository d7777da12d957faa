import * as pulumi from "@pulumi/pulumi";

/** Values of one condition operator by condition key. */
export type ConditionValues = Readonly<Record<string, pulumi.Input<string> | readonly pulumi.Input<string>[]>>;

/** One statement of an IAM policy, in the words of its JSON. */
export interface Statement {
  readonly Sid?: string;
  readonly Effect: "Allow" | "Deny";
  readonly Principal?: "*" | Readonly<Record<string, pulumi.Input<string> | readonly pulumi.Input<string>[]>>;
  readonly Action: string | readonly string[];
  readonly Resource?: pulumi.Input<string> | readonly pulumi.Input<string>[];
  readonly Condition?: Readonly<Record<string, ConditionValues>>;
}

/** An IAM policy as the text that AWS takes; the order of statements and keys is kept, so that nothing differs by run. */
export const policyDocument = (statements: readonly Statement[]): pulumi.Output<string> =>
  pulumi.jsonStringify({ Version: "2012-10-17", Statement: statements });

/** Lets an AWS service take on a role; `conditions` narrow for whom (confused deputy). */
export const trustService = (
  service: string,
  actions: readonly string[] = ["sts:AssumeRole"],
  conditions?: Statement["Condition"],
): pulumi.Output<string> =>
  policyDocument([
    {
      Effect: "Allow",
      Principal: { Service: service },
      Action: actions,
      Condition: conditions,
    },
  ]);
