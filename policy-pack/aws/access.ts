import { child } from "../kubernetes/object.js";
import { list, text } from "../kubernetes/shape.js";
import type { Resource } from "../policy.js";

/** `aws.eks.AccessPolicyAssociation`, by @pulumi/aws 7.48. */
export const ASSOCIATION = "aws:eks/accessPolicyAssociation:AccessPolicyAssociation";

const texts = list(text);

/** What a principal may do, and where; each is read when it is asked for. */
export interface Association {
  readonly policyArn: () => string;
  readonly principalArn: () => string;
  /** `cluster` or `namespace`. */
  readonly scope: () => string | undefined;
  readonly namespaces: () => readonly string[];
}

export const associationOf = ({ props }: Resource): Association => ({
  policyArn: () => text(child(props, "policyArn")) ?? "",
  principalArn: () => text(child(props, "principalArn")) ?? "",
  scope: () => text(child(child(props, "accessScope"), "type")),
  namespaces: () => texts(child(child(props, "accessScope"), "namespaces")) ?? [],
});
