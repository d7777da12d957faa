import assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
import { IdentityMethod, WorkloadIdentity, type WorkloadIdentityArgs } from "../../../components/eks/index.js";
import { AWS_ACCOUNT, type RecordedResource, recordResources } from "../../support/recorded-resources.js";

const ROLE = "aws:iam/role:Role";
const ASSOCIATION = "aws:eks/podIdentityAssociation:PodIdentityAssociation";
const POLICY = JSON.stringify({
  Version: "2012-10-17",
  Statement: [{ Effect: "Allow", Action: "s3:GetObject", Resource: "arn:aws:s3:::carts/*" }],
});
const SHARED = "arn:aws:iam::123456789012:role/shared";
const PROVIDER = "arn:aws:iam::123456789012:oidc-provider/oidc.eks.eu-central-1.amazonaws.com/id/0123ABCD";
const CART = { clusterName: "prod", namespace: "shop", serviceAccount: "cart" } as const;

const made = (args: Partial<WorkloadIdentityArgs>, states?: Record<string, object>): Promise<RecordedResource[]> =>
  recordResources(() => new WorkloadIdentity("cart", { ...CART, ...args }), states);

const inputs = (recorded: readonly RecordedResource[], type: string) =>
  recorded.find((resource) => resource.type === type)?.inputs;

const refusal = async (args: Partial<WorkloadIdentityArgs>): Promise<string> => {
  let message = "";
  await recordResources(() => {
    try {
      new WorkloadIdentity("cart", { ...CART, policy: POLICY, ...args });
    } catch (thrown) {
      message = (thrown as Error).message;
    }
  });
  return message;
};

describe("WorkloadIdentity", () => {
  it("NSA-CLD-02, CIS-EKS-5.2.1: one service account of one cluster can take the role on", async () => {
    const recorded = await made({ policy: POLICY });
    assert.deepEqual(JSON.parse(inputs(recorded, ROLE).assumeRolePolicy), {
      Version: "2012-10-17",
      Statement: [
        {
          Effect: "Allow",
          Principal: { Service: "pods.eks.amazonaws.com" },
          Action: ["sts:AssumeRole", "sts:TagSession"],
          Condition: {
            StringEquals: {
              "aws:SourceAccount": "123456789012",
              "aws:RequestTag/kubernetes-namespace": "shop",
              "aws:RequestTag/kubernetes-service-account": "cart",
            },
            ArnEquals: { "aws:SourceArn": "arn:aws:eks:eu-central-1:123456789012:cluster/prod" },
          },
        },
      ],
    });
  });

  it("makes a role, its policies and the association, in this order", async () => {
    const recorded = await made(
      {
        policy: POLICY,
        managedPolicyArns: { read: "arn:aws:iam::123456789012:policy/shop-read" },
        permissionsBoundary: "arn:aws:iam::123456789012:policy/boundary",
        tags: { team: "shop" },
      },
      { [ROLE]: { arn: SHARED, name: "made" } },
    );
    assert.deepEqual(
      recorded.map(({ name }) => name),
      ["cart-role", "cart-policy", "cart-read", "cart-association"],
    );
    assert.equal(inputs(recorded, ROLE).permissionsBoundary, "arn:aws:iam::123456789012:policy/boundary");
    assert.deepEqual(inputs(recorded, "aws:iam/rolePolicy:RolePolicy"), { role: "made", policy: POLICY });
    assert.deepEqual(inputs(recorded, ASSOCIATION), {
      ...CART,
      roleArn: SHARED,
      disableSessionTags: false,
      tags: { team: "shop" },
    });
  });

  it("NSA-AUTH-08: a session policy narrows a shared role, and AWS is told not to tag the session", async () => {
    const recorded = await made({ roleArn: SHARED, sessionPolicy: POLICY });
    assert.deepEqual(recorded, [
      {
        type: ASSOCIATION,
        name: "cart-association",
        inputs: { ...CART, roleArn: SHARED, disableSessionTags: true, policy: POLICY },
      },
    ]);
  });

  it("a session without tags is not asked for any, or the workload would get no credentials", async () => {
    const { Condition } = JSON.parse(
      inputs(await made({ policy: POLICY, sessionPolicy: POLICY }), ROLE).assumeRolePolicy,
    ).Statement[0];
    assert.deepEqual(Condition, {
      StringEquals: { "aws:SourceAccount": "123456789012" },
      ArnEquals: { "aws:SourceArn": "arn:aws:eks:eu-central-1:123456789012:cluster/prod" },
    });
  });

  it("NSA-AUTH-08: a role of another account is reached through the own one, which may do nothing else", async () => {
    const target = "arn:aws:iam::210987654321:role/reports";
    const recorded = await made({ targetRoleArn: target });
    assert.deepEqual(JSON.parse(inputs(recorded, "aws:iam/rolePolicy:RolePolicy").policy).Statement, [
      { Effect: "Allow", Action: ["sts:AssumeRole", "sts:TagSession"], Resource: target },
    ]);
    assert.equal(inputs(recorded, ASSOCIATION).targetRoleArn, target);
  });

  it("CIS-EKS-5.2.1: by web identity, the token's subject and audience are both asked for", async () => {
    const args = { policy: POLICY, method: IdentityMethod.WebIdentity, oidcProviderArn: PROVIDER };
    const recorded = await made(args);
    assert.equal(inputs(recorded, ASSOCIATION), undefined);
    assert.deepEqual(JSON.parse(inputs(recorded, ROLE).assumeRolePolicy).Statement, [
      {
        Effect: "Allow",
        Principal: { Federated: PROVIDER },
        Action: "sts:AssumeRoleWithWebIdentity",
        Condition: {
          StringEquals: {
            "oidc.eks.eu-central-1.amazonaws.com/id/0123ABCD:aud": "sts.amazonaws.com",
            "oidc.eks.eu-central-1.amazonaws.com/id/0123ABCD:sub": "system:serviceaccount:shop:cart",
          },
        },
      },
    ]);
  });

  it("the service account gets the role's name only for web identity", async () => {
    const annotations = async (args: Partial<WorkloadIdentityArgs>) => {
      let seen: unknown;
      await recordResources(
        () =>
          new WorkloadIdentity("cart", { ...CART, policy: POLICY, ...args }).serviceAccountAnnotations.apply(
            (known) => {
              seen = known;
            },
          ),
        { [ROLE]: { arn: SHARED, name: "made" } },
      );
      return seen;
    };
    assert.deepEqual(await annotations({}), {});
    assert.deepEqual(await annotations({ method: IdentityMethod.WebIdentity, oidcProviderArn: PROVIDER }), {
      "eks.amazonaws.com/role-arn": SHARED,
    });
  });

  it("roles have names that IAM takes, others for other regions, clusters, namespaces and accounts", async () => {
    const names = new Set<string>();
    const long = "a-very-long-name-of-a-service-account-that-somebody-thought-of";
    const workloads: Partial<WorkloadIdentityArgs>[] = [
      {},
      { clusterName: "test" },
      { namespace: "shop-cart", serviceAccount: "x" },
      { namespace: "shop", serviceAccount: "cart-x" },
      { serviceAccount: long },
      { serviceAccount: `${long}-2` },
      { clusterName: pulumi.output("other") },
    ];
    for (const workload of workloads) {
      const { name } = inputs(await made({ policy: POLICY, ...workload }), ROLE);
      assert.match(name, /^[\w+=,.@-]{1,64}$/);
      names.add(name);
    }
    const elsewhere = { ...AWS_ACCOUNT, "aws:index/getRegion:getRegion": { region: "us-east-1" } };
    const other = await recordResources(() => new WorkloadIdentity("cart", { ...CART, policy: POLICY }), {}, elsewhere);
    names.add(inputs(other, ROLE).name);
    assert.equal(names.size, workloads.length + 1);
    assert.equal(inputs(await made({ policy: POLICY }), ROLE).name, "prod-shop-cart-e4d57ca1");
  });

  const refused: readonly (readonly [string, Partial<WorkloadIdentityArgs>, RegExp])[] = [
    [
      "CIS-EKS-5.2.1, NSA-AUTH-12: refuses the service account default",
      { serviceAccount: "default" },
      /^serviceAccount: must be the workload's own/,
    ],
    ["NSA-AUTH-08: refuses any service account", { serviceAccount: "*" }, /^serviceAccount: must be the name of one/],
    ["NSA-AUTH-08: refuses any namespace", { namespace: "shop-*" }, /^namespace: must be the name of one namespace/],
    [
      "NSA-AUTH-08: refuses the administration of the account",
      { managedPolicyArns: { all: "arn:aws:iam::aws:policy/AdministratorAccess" } },
      /^managedPolicyArns\.all: must be no policy that hands over the account/,
    ],
    [
      "NSA-AUTH-08: refuses a policy that allows everything",
      { policy: '{"Statement":{"Effect":"Allow","Action":["s3:GetObject","*"],"Resource":"*"}}' },
      /^policy: must name the actions/,
    ],
    [
      "NSA-AUTH-08: refuses a policy that allows all but something",
      { policy: '{"Statement":[{"Effect":"Allow","NotAction":"s3:*","Resource":"*"}]}' },
      /^policy: must name the actions/,
    ],
    [
      "refuses a policy that is none",
      { policy: "s3:GetObject" },
      /^policy: must be an IAM policy in JSON, got "s3:GetObject"/,
    ],
    ["refuses a policy without statements", { policy: "{}" }, /^policy: must be an IAM policy with statements/],
    [
      "refuses a role without rights",
      { policy: undefined },
      /^policy: must be given, or managedPolicyArns or targetRoleArn/,
    ],
    [
      "refuses more managed policies than a role takes",
      {
        managedPolicyArns: Object.fromEntries(
          Array.from({ length: 11 }, (_, at) => [`p${at}`, `arn:aws:iam::123456789012:policy/p${at}`]),
        ),
      },
      /^managedPolicyArns: must have at most 10 policies, got 11/,
    ],
    ["refuses a shared role with own rights", { roleArn: SHARED }, /^roleArn: must stand alone/],
    [
      "refuses a user as the role",
      { policy: undefined, roleArn: "arn:aws:iam::123456789012:user/ann" },
      /^roleArn: must be an ARN such as/,
    ],
    [
      "refuses a session policy that is too long",
      { sessionPolicy: POLICY + " ".repeat(2048) },
      /^sessionPolicy: must have at most 2048 characters/,
    ],
    [
      "refuses web identity without a provider",
      { method: IdentityMethod.WebIdentity },
      /^oidcProviderArn: must be given for WebIdentity/,
    ],
    ["refuses a provider without web identity", { oidcProviderArn: PROVIDER }, /^oidcProviderArn: must be left out/],
    [
      "refuses a session policy by web identity",
      { method: IdentityMethod.WebIdentity, oidcProviderArn: PROVIDER, sessionPolicy: POLICY },
      /^sessionPolicy: must be left out: only Pod Identity has it/,
    ],
    [
      "refuses an unknown method",
      { method: "Keys" as IdentityMethod },
      /^method: must be one of PodIdentity, WebIdentity, got "Keys"/,
    ],
  ];
  for (const [what, args, message] of refused)
    it(what, async () => {
      assert.match(await refusal(args), message);
    });
});
