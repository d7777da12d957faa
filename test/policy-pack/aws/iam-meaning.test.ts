import assert from "node:assert/strict";
import fc from "fast-check";
import { fits, isStar } from "../../../policy-pack/aws/iam-pattern.js";
import { policies } from "../../../policy-pack/policies/index.js";
import { UNKNOWN } from "../../../policy-pack/unknown.js";
import { judge } from "../pods.js";

const only = (id: string) => policies.filter((policy) => policy.id === id);
const statuses = (id: string, type: string, props: object) =>
  judge({ type, props }, only(id)).map(({ status }) => status);

const POLICY = "aws:iam/policy:Policy";
const KEY = "aws:kms/key:Key";
const ROLE = "aws:iam/role:Role";

const identity = (id: string, statement: object) =>
  statuses(id, POLICY, { policy: JSON.stringify({ Statement: [{ Effect: "Allow", ...statement }] }) });
const key = (statement: object) =>
  statuses("no-public-kms-keys", KEY, {
    policy: JSON.stringify({ Statement: [{ Effect: "Allow", Action: "kms:*", Resource: "*", ...statement }] }),
  });
const trust = (id: string, statement: object) =>
  statuses(id, ROLE, {
    assumeRolePolicy: { Statement: [{ Effect: "Allow", Action: "sts:AssumeRole", ...statement }] },
  });

describe("a pattern of IAM", () => {
  it("fits as the same regular expression does, in any case", () => {
    const letters = fc.constantFrom("a", "B", ":", ".", "*", "?");
    const words = fc.array(letters, { maxLength: 8 }).map((parts) => parts.join(""));
    fc.assert(
      fc.property(words, words, (pattern, text) => {
        const expression = pattern.replace(/[.*?]/g, (sign) => ({ "*": ".*", "?": "." })[sign] ?? `\\${sign}`);
        assert.equal(fits(pattern, text), new RegExp(`^${expression}$`, "i").test(text), `${pattern} ${text}`);
      }),
      { numRuns: 3000 },
    );
    assert.ok(isStar("**") && !isStar("") && !isStar("a*"));
  });
});

describe("NSA-CLD-02: policies of identities are read by what they mean", () => {
  it("every action: *, *:*, and NotAction, on * and on all but some", () => {
    for (const statement of [
      { Action: "*", Resource: "*" },
      { Action: ["*:*"], Resource: ["*"] },
      { NotAction: ["s3:*"], Resource: "*" },
      { Action: "*", NotResource: "arn:aws:s3:::logs" },
      { Action: "**", Resource: "arn:aws:iam::*:*" },
    ])
      assert.deepEqual(identity("no-iam-wildcards", statement), ["violation"], JSON.stringify(statement));
    for (const statement of [
      { Action: "s3:*", Resource: "*" },
      { Action: "*", Resource: "arn:aws:s3:::logs/*" },
      { Effect: "Deny", NotAction: "s3:*", Resource: "*" },
    ])
      assert.deepEqual(identity("no-iam-wildcards", statement), [], JSON.stringify(statement));
  });

  it("escalation by a wildcard and in any case, on every role, and not on some", () => {
    for (const Action of ["iam:PassRole", "IAM:passrole", "iam:Pass*", "iam:P?ssRole", "*:PassRole", "iam:*"])
      for (const Resource of ["*", "arn:aws:iam::111122223333:role/*", ["arn:aws:iam::111122223333:role/a", "*"]])
        assert.deepEqual(identity("no-iam-escalation", { Action, Resource }), ["violation"], `${Action} ${Resource}`);
    for (const statement of [
      { Action: "iam:PassRole", Resource: "arn:aws:iam::111122223333:role/eks-*" },
      { Action: "iam:GetRole", Resource: "*" },
      {
        Action: "iam:PassRole",
        Resource: "*",
        Condition: { StringEquals: { "iam:passedtoservice": "eks.amazonaws.com" } },
      },
    ])
      assert.deepEqual(identity("no-iam-escalation", statement), [], JSON.stringify(statement));
    const excluded = { StringNotEquals: { "iam:PassedToService": "lambda.amazonaws.com" } };
    assert.deepEqual(identity("no-iam-escalation", { Action: "iam:PassRole", Resource: "*", Condition: excluded }), [
      "violation",
    ]);
  });

  it("an unknown statement hides none that is certain", () => {
    const certain = { Effect: "Allow", Action: "*", Resource: "*" };
    for (const Statement of [
      [UNKNOWN, certain],
      [{ Effect: "Allow", Action: UNKNOWN, Resource: "*" }, certain],
      [{ ...certain, Action: [UNKNOWN, "*"] }],
    ])
      assert.deepEqual(statuses("no-iam-wildcards", POLICY, { policy: { Statement } }), ["violation"]);
    for (const policy of [UNKNOWN, { Statement: UNKNOWN }, { Statement: [{ ...certain, Resource: [UNKNOWN] }] }])
      assert.deepEqual(statuses("no-iam-wildcards", POLICY, { policy }), ["undecided"]);
  });

  it("what cannot be read is no policy that passes", () => {
    for (const policy of ["{", "[]", "null", '"text"', "{}", { Statement: "Allow" }, { Statement: [null] }, [1]])
      assert.deepEqual(statuses("no-iam-wildcards", POLICY, { policy }), ["violation"], JSON.stringify(policy));
  });
});

describe("NSA-SEC-04: principals and conditions are read by whom they let in", () => {
  const equals = (name: string, value: unknown, operator = "StringEquals") => ({
    Principal: { AWS: "*" },
    Condition: { [operator]: { [name]: value } },
  });

  it("everybody: *, in every form, without a condition that leaves certain callers only", () => {
    for (const statement of [
      { Principal: "*" },
      { Principal: { AWS: "*" } },
      { Principal: { AWS: ["arn:aws:iam::111122223333:root", "*"] } },
      { NotPrincipal: { AWS: "arn:aws:iam::111122223333:root" } },
      equals("kms:ViaService", "s3.eu-central-1.amazonaws.com"),
      equals("aws:PrincipalOrgID", "*", "StringLike"),
      equals("aws:PrincipalOrgID", ["o-a1b2c3d4e5", "*"], "StringLike"),
      equals("aws:PrincipalOrgID", "o-a1b2c3d4e5", "StringNotEquals"),
      equals("aws:PrincipalOrgID", "o-a1b2c3d4e5", "ForAllValues:StringEquals"),
      equals("aws:PrincipalOrgID", "o-a1b2c3d4e5", "StringEqualsIfExists"),
      equals("aws:PrincipalTag/team", "shop"),
      equals("aws:SourceArn", "arn:aws:sns:*:*:*", "ArnLike"),
      equals("aws:SourceIp", ["192.0.2.0/24", "::/0"], "IpAddress"),
      equals("aws:SecureTransport", true, "Bool"),
      equals("aws:SourceAccount", []),
    ])
      assert.deepEqual(key(statement), ["violation"], JSON.stringify(statement));
  });

  it("certain callers: named, or narrowed to an account, an organisation or a network", () => {
    for (const statement of [
      { Principal: { AWS: "arn:aws:iam::111122223333:root" } },
      { Principal: { AWS: "111122223333" } },
      { Principal: { Service: "logs.eu-central-1.amazonaws.com" } },
      { Effect: "Deny", Principal: "*" },
      equals("kms:CallerAccount", "111122223333"),
      equals("KMS:calleraccount", 111122223333),
      equals("aws:PrincipalOrgID", "o-a1b2c3d4e5", "ForAnyValue:StringEquals"),
      equals("aws:PrincipalArn", "arn:aws:iam::111122223333:role/*", "ArnLike"),
      equals("aws:SourceArn", "arn:aws:sns:eu-central-1:111122223333:*", "ArnLike"),
      equals("aws:SourceIp", "192.0.2.0/24", "IpAddress"),
      equals("aws:SourceVpce", "vpce-0123456789abcdef0"),
    ])
      assert.deepEqual(key(statement), [], JSON.stringify(statement));
  });
});

describe("CIS-EKS-5.2.1: trust in tokens names whose they are", () => {
  const issuer = "oidc.eks.eu-central-1.amazonaws.com/id/0123456789ABCDEF";
  const web = (Condition: object | undefined, provider = issuer) =>
    trust("require-web-identity-conditions", {
      Action: "sts:AssumeRoleWithWebIdentity",
      Principal: { Federated: `arn:aws:iam::111122223333:oidc-provider/${provider}` },
      Condition,
    });
  const aud = { [`${issuer}:aud`]: "sts.amazonaws.com" };
  const sub = (value: unknown) => ({ [`${issuer}:sub`]: value });

  it("of a cluster: one account, stated", () => {
    const one = sub("system:serviceaccount:shop:uploads");
    assert.deepEqual(web({ StringEquals: { ...one, ...aud } }), []);
    assert.deepEqual(web({ StringLike: { ...one, ...aud } }), []);
    for (const condition of [
      undefined,
      { StringEquals: aud },
      { StringEquals: one },
      { StringEquals: aud, StringLike: sub("system:serviceaccount:*:*") },
      { StringEquals: aud, StringLike: sub("system:serviceaccount:shop:*") },
      { StringEquals: { ...aud, ...sub("") } },
      { StringNotEquals: { ...one, ...aud } },
    ])
      assert.deepEqual(web(condition), ["violation"], JSON.stringify(condition));
  });

  it("of a pipeline: a subject that begins with words of one's own", () => {
    const github = "token.actions.githubusercontent.com";
    for (const value of ["repo:shop/*", "repo:shop/web:ref:refs/heads/main", "repo:shop/web:*"])
      assert.deepEqual(web({ StringLike: { [`${github}:sub`]: value } }, github), [], value);
    for (const value of ["*", "repo:*", "repo:*/web:*", ["repo:shop/*", "*"]])
      assert.deepEqual(web({ StringLike: { [`${github}:sub`]: value } }, github), ["violation"], String(value));
    assert.deepEqual(web(undefined, github), ["violation"]);
  });
});
