import { refuse } from "../../refusal.js";
import { parsedArn, principalArn } from "../arn.js";

const SSO_ROLE = /(?:^|\/)AWSReservedSSO_[^/]+$/;
/** Where IAM Identity Center is at home in us-east-1, its roles have no region in their path. */
const SSO_PATH = /^role\/aws-reserved\/sso\.amazonaws\.com\/(?:[a-z]{2}(?:-[a-z]+)+-\d\/)?AWSReservedSSO_[^/]+$/;

/**
 * The principal of an access entry.
 * @throws Error that says what to write instead of a session, a whole account, a service-linked role, or a role of IAM
 * Identity Center that lost its path: EKS refuses them, or takes them and lets nobody in.
 */
export function entryPrincipal(input: string, value: string): string {
  const arn = parsedArn(value);
  const role = assumedRole(arn?.resource);
  if (arn?.service === "sts" && role !== undefined)
    return refuse(
      input,
      `name the role, not a session that ends: "arn:${arn.partition}:iam::${arn.account}:role/${role}" with the role's path if it has one (aws iam get-role --role-name ${role})`,
      value,
    );
  if (arn?.service === "iam" && arn.resource === "root")
    return refuse(input, "name one role or user, not a whole account", value);
  if (arn?.service === "iam" && arn.resource.startsWith("role/aws-service-role/"))
    return refuse(input, "be no service-linked role, which EKS takes in no access entry", value);
  if (arn !== undefined && SSO_ROLE.test(arn.resource) && !SSO_PATH.test(arn.resource))
    return refuse(
      input,
      'keep the path that IAM Identity Center gave the role, "role/aws-reserved/sso.amazonaws.com/REGION/AWSReservedSSO_…" (aws iam list-roles --path-prefix /aws-reserved/sso.amazonaws.com/)',
      value,
    );
  return principalArn(input, value);
}

const assumedRole = (resource = ""): string | undefined => /^assumed-role\/([^/]+)\/[^/]+$/.exec(resource)?.[1];
