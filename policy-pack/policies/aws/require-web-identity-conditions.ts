import { hasCondition, isPinned } from "../../aws/iam-conditions.js";
import { documentsAt, onStatements, type Statement } from "../../aws/iam-document.js";
import { hasPrincipal } from "../../aws/iam-principals.js";
import { isAllow, meansAction } from "../../aws/iam-rights.js";
import { onResource } from "../../aws/verdicts.js";
import { definePolicy } from "../../policy.js";
import { all, some } from "../../unknown.js";

/** The issuer of a cluster of EKS, by the ARN of its provider in IAM. */
const EKS_PROVIDER = /:oidc-provider\/oidc[.-]eks[.-]/i;
/** Issuers of every customer, where the subject alone says whose workload it is. */
const SHARED_PROVIDER =
  /:oidc-provider\/(?:token\.actions\.githubusercontent\.com|gitlab\.com|app\.terraform\.io|api\.pulumi\.com|agent\.buildkite\.com|oidc\.circleci\.com)/i;

const isOf = (statement: Statement, provider: RegExp): boolean =>
  all(
    () => isAllow(statement),
    () => meansAction(statement, "sts:AssumeRoleWithWebIdentity"),
    () => hasPrincipal(statement, (value, kind) => kind === "Federated" && provider.test(value)),
  );

const isSubject = (key: string): boolean => key.endsWith(":sub");
const isAudience = (key: string): boolean => key.endsWith(":aud");

/** A subject that begins with words of its own: `repo:shop/*`, but neither `*` nor `repo:*`. */
const namesSubject = (statement: Statement): boolean =>
  hasCondition(
    statement,
    ({ operator, key, values }) =>
      /^string(?:equals|equalsignorecase|like)$/.test(operator) &&
      isSubject(key) &&
      values.length > 0 &&
      !some(values, (value) => /^(?:[a-z_]+:)*[*?]/i.test(value) || value === ""),
  );

/** IAM roles for service accounts, and roles of pipelines. */
export const requireWebIdentityConditions = definePolicy({
  id: "require-web-identity-conditions",
  title: "Roles for service accounts and pipelines must name the subject",
  rationale:
    "Without a condition on the subject every pod of the cluster, or every repository of the world, can take the role on.",
  remediation:
    "For a cluster, demand ISSUER:sub by StringEquals to be system:serviceaccount:NAMESPACE:NAME, and ISSUER:aud to be sts.amazonaws.com. For a pipeline, demand a subject that begins with your organisation.",
  fix: "demand sub by StringEquals, and aud sts.amazonaws.com",
  topic: "aws",
  severity: "high",
  profile: "baseline",
  references: ["CIS-EKS-5.2.1", "NSA-CLD-02", "NSA-AUTH-08"],
  examples: {
    good: [
      {
        name: "one service account",
        resources: [
          {
            type: "aws:iam/role:Role",
            props: {
              assumeRolePolicy: JSON.stringify({
                Version: "2012-10-17",
                Statement: [
                  {
                    Effect: "Allow",
                    Principal: {
                      Federated:
                        "arn:aws:iam::111122223333:oidc-provider/oidc.eks.eu-central-1.amazonaws.com/id/0123456789ABCDEF",
                    },
                    Action: "sts:AssumeRoleWithWebIdentity",
                    Condition: {
                      StringEquals: {
                        "oidc.eks.eu-central-1.amazonaws.com/id/0123456789ABCDEF:sub":
                          "system:serviceaccount:shop:uploads",
                        "oidc.eks.eu-central-1.amazonaws.com/id/0123456789ABCDEF:aud": "sts.amazonaws.com",
                      },
                    },
                  },
                ],
              }),
            },
          },
        ],
      },
      {
        name: "repositories of one organisation",
        resources: [
          {
            type: "aws:iam/role:Role",
            props: {
              assumeRolePolicy: {
                Version: "2012-10-17",
                Statement: [
                  {
                    Effect: "Allow",
                    Principal: {
                      Federated: "arn:aws:iam::111122223333:oidc-provider/token.actions.githubusercontent.com",
                    },
                    Action: "sts:AssumeRoleWithWebIdentity",
                    Condition: {
                      StringLike: { "token.actions.githubusercontent.com:sub": "repo:shop/*" },
                    },
                  },
                ],
              },
            },
          },
        ],
      },
      {
        name: "a service",
        resources: [
          {
            type: "aws:iam/role:Role",
            props: {
              assumeRolePolicy: {
                Version: "2012-10-17",
                Statement: [{ Effect: "Allow", Principal: { Service: "ec2.amazonaws.com" }, Action: "sts:AssumeRole" }],
              },
            },
          },
        ],
      },
    ],
    bad: [
      {
        name: "every service account of the cluster",
        resources: [
          {
            type: "aws:iam/role:Role",
            props: {
              assumeRolePolicy: JSON.stringify({
                Version: "2012-10-17",
                Statement: [
                  {
                    Effect: "Allow",
                    Principal: {
                      Federated:
                        "arn:aws:iam::111122223333:oidc-provider/oidc.eks.eu-central-1.amazonaws.com/id/0123456789ABCDEF",
                    },
                    Action: "sts:AssumeRoleWithWebIdentity",
                    Condition: {
                      StringEquals: {
                        "oidc.eks.eu-central-1.amazonaws.com/id/0123456789ABCDEF:aud": "sts.amazonaws.com",
                      },
                    },
                  },
                ],
              }),
            },
          },
        ],
        message:
          "statement must name one service account as subject (assumeRolePolicy.Statement[0]). Fix: demand sub by StringEquals, and aud sts.amazonaws.com.",
      },
      {
        name: "every account of every namespace, and no audience",
        resources: [
          {
            type: "aws:iam/role:Role",
            props: {
              assumeRolePolicy: {
                Version: "2012-10-17",
                Statement: [
                  {
                    Effect: "Allow",
                    Principal: {
                      Federated:
                        "arn:aws:iam::111122223333:oidc-provider/oidc.eks.eu-central-1.amazonaws.com/id/0123456789ABCDEF",
                    },
                    Action: "sts:AssumeRoleWithWebIdentity",
                    Condition: {
                      StringLike: {
                        "oidc.eks.eu-central-1.amazonaws.com/id/0123456789ABCDEF:sub":
                          "system:serviceaccount:*:uploads",
                      },
                    },
                  },
                ],
              },
            },
          },
        ],
        message:
          "statement must name one service account as subject (assumeRolePolicy.Statement[0]); statement must demand the audience (assumeRolePolicy.Statement[0]). Fix: demand sub by StringEquals, and aud sts.amazonaws.com.",
      },
      {
        name: "every repository on GitHub",
        resources: [
          {
            type: "aws:iam/role:Role",
            props: {
              assumeRolePolicy: JSON.stringify({
                Version: "2012-10-17",
                Statement: {
                  Effect: "Allow",
                  Principal: {
                    Federated: "arn:aws:iam::111122223333:oidc-provider/token.actions.githubusercontent.com",
                  },
                  Action: "sts:AssumeRoleWithWebIdentity",
                  Condition: {
                    StringEquals: { "token.actions.githubusercontent.com:aud": "sts.amazonaws.com" },
                    StringLike: { "token.actions.githubusercontent.com:sub": "repo:*" },
                  },
                },
              }),
            },
          },
        ],
        message:
          "statement must name your organisation in the subject (assumeRolePolicy.Statement). Fix: demand sub by StringEquals, and aud sts.amazonaws.com.",
      },
    ],
  },
  subject: "resource",
  types: ["aws:iam/role:Role"],
  check: (resource) =>
    documentsAt(resource, "assumeRolePolicy").flatMap((place) =>
      onStatements(place, (statement, path) => [
        ...onResource("statement", path, () =>
          all(
            () => isOf(statement, EKS_PROVIDER),
            () => !isPinned(statement, isSubject),
          )
            ? "must name one service account as subject"
            : undefined,
        ),
        ...onResource("statement", path, () =>
          all(
            () => isOf(statement, EKS_PROVIDER),
            () => !isPinned(statement, isAudience),
          )
            ? "must demand the audience"
            : undefined,
        ),
        ...onResource("statement", path, () =>
          all(
            () => isOf(statement, SHARED_PROVIDER),
            () => !namesSubject(statement),
          )
            ? "must name your organisation in the subject"
            : undefined,
        ),
      ]),
    ),
});
