import type * as pulumi from "@pulumi/pulumi";
import { checkedInput } from "../checked-input.js";
import { refuse } from "../refusal.js";
import { principalArn } from "./arn.js";

/**
 * ARNs of those who administer, each checked; plain ones must differ.
 * @throws Error when there is none, since nobody could then get in.
 */
export function checkedAdministrators(administrators: readonly pulumi.Input<string>[]): pulumi.Output<string>[] {
  if (administrators.length === 0)
    refuse("administrators", "name at least one role or user, or nobody could get in", administrators);
  const twice = administrators.find((one, index) => typeof one === "string" && administrators.indexOf(one) !== index);
  if (twice !== undefined) refuse("administrators", "name each only once", twice);
  return administrators.map((one, index) => checkedInput(one, (arn) => principalArn(`administrators[${index}]`, arn)));
}
