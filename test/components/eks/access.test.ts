import assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
import { Access, type AccessEntry, AccessPolicy } from "../../../components/eks/index.js";
import { type RecordedResource, recordResources } from "../../support/recorded-resources.js";

const ROLE = "arn:aws:iam::123456789012:role/team/shop-developers";
const OTHER = "arn:aws:iam::123456789012:role/auditors";
const SHOP = [{ policy: AccessPolicy.Edit, namespaces: ["shop"] }];

const made = (entries: Record<string, AccessEntry>): Promise<RecordedResource[]> =>
  recordResources(() => new Access("access", { clusterName: "prod", entries }));

const refusal = async (entry: AccessEntry): Promise<string> => {
  let message = "";
  await recordResources(() => {
    try {
      new Access("access", { clusterName: "prod", entries: { shop: entry } });
    } catch (thrown) {
      message = (thrown as Error).message;
    }
  });
  return message;
};

const entry = (principalArn: string, more: Partial<AccessEntry> = {}): AccessEntry => ({
  principalArn,
  policies: SHOP,
  ...more,
});

describe("Access", () => {
  it("NSA-AUTH-01, CIS-EKS-5.5.1: principals of IAM come in by access entries of the type STANDARD", async () => {
    const recorded = await made({ shop: entry(ROLE), audit: { principalArn: OTHER, kubernetesGroups: ["auditors"] } });
    assert.deepEqual(
      recorded.filter(({ type }) => type === "aws:eks/accessEntry:AccessEntry"),
      [
        {
          type: "aws:eks/accessEntry:AccessEntry",
          name: "access-shop",
          inputs: { clusterName: "prod", principalArn: ROLE, type: "STANDARD" },
        },
        {
          type: "aws:eks/accessEntry:AccessEntry",
          name: "access-audit",
          inputs: { clusterName: "prod", principalArn: OTHER, type: "STANDARD", kubernetesGroups: ["auditors"] },
        },
      ],
    );
  });

  it("NSA-AUTH-08, NSA-AUTH-10: a policy holds in the namespaces that are named", async () => {
    const recorded = await made({ shop: entry(ROLE) });
    assert.deepEqual(
      recorded.filter(({ type }) => type === "aws:eks/accessPolicyAssociation:AccessPolicyAssociation"),
      [
        {
          type: "aws:eks/accessPolicyAssociation:AccessPolicyAssociation",
          name: "access-shop-AmazonEKSEditPolicy",
          inputs: {
            clusterName: "prod",
            principalArn: ROLE,
            policyArn: "arn:aws:eks::aws:cluster-access-policy/AmazonEKSEditPolicy",
            accessScope: { type: "namespace", namespaces: ["shop"] },
          },
        },
      ],
    );
  });

  it("NSA-AUTH-10: a policy without namespaces is refused until it is said that it holds everywhere", async () => {
    const everywhere = entry(ROLE, { policies: [{ policy: AccessPolicy.View }] });
    assert.equal(
      await refusal(everywhere),
      "entries.shop.policies.namespaces: must be set for AmazonEKSViewPolicy, or allowWholeCluster be true, got nothing",
    );
    assert.equal(
      await refusal(entry(ROLE, { policies: [{ policy: AccessPolicy.View, namespaces: ["*"] }] })),
      'entries.shop.policies.namespaces: must be names of namespaces such as "shop" or "shop-*"; allowWholeCluster means all, got "*"',
    );
    const recorded = await made({
      shop: entry(ROLE, { policies: [{ policy: AccessPolicy.View, allowWholeCluster: true }] }),
    });
    assert.deepEqual(recorded[1]?.inputs.accessScope, { type: "cluster" });
  });

  it("NSA-AUTH-08: the cluster's administration is given by name only", async () => {
    const policies = [{ policy: AccessPolicy.ClusterAdmin }];
    assert.equal(
      await refusal(entry(ROLE, { policies })),
      "entries.shop.policies: must contain AmazonEKSClusterAdminPolicy only where allowClusterAdmin is true, got false",
    );
    assert.match(
      await refusal(
        entry(ROLE, {
          policies: [{ ...policies[0], policy: AccessPolicy.ClusterAdmin, namespaces: ["shop"] }],
          allowClusterAdmin: true,
        }),
      ),
      /must have AccessPolicy.Admin for namespaces/,
    );
    const recorded = await made({ shop: entry(ROLE, { policies, allowClusterAdmin: true }) });
    assert.deepEqual(recorded[1]?.inputs.accessScope, { type: "cluster" });
  });

  const principals: readonly (readonly [string, string, RegExp])[] = [
    [
      "the session of a role",
      "arn:aws:sts::123456789012:assumed-role/shop-developers/ann",
      /^entries\.shop\.principalArn: must name the role, not a session that ends: "arn:aws:iam::123456789012:role\/shop-developers" with the role's path if it has one \(aws iam get-role --role-name shop-developers\), got "arn:aws:sts/,
    ],
    ["a whole account", "arn:aws:iam::123456789012:root", /must name one role or user, not a whole account/],
    [
      "a service-linked role",
      "arn:aws:iam::123456789012:role/aws-service-role/autoscaling.amazonaws.com/AWSServiceRoleForAutoScaling",
      /must be no service-linked role/,
    ],
    [
      "a role of IAM Identity Center without its path",
      "arn:aws:iam::123456789012:role/AWSReservedSSO_Admin_0123456789abcdef",
      /must keep the path that IAM Identity Center gave the role.*list-roles --path-prefix \/aws-reserved\/sso\.amazonaws\.com\//,
    ],
    ["a group of IAM", "arn:aws:iam::123456789012:group/admins", /must be an ARN such as/],
    ["any text", "shop-developers", /must be an ARN such as/],
  ];
  for (const [what, arn, message] of principals)
    it(`NSA-AUTH-01: ${what} is refused as a principal`, async () => {
      assert.match(await refusal(entry(arn)), message);
    });

  it("NSA-AUTH-01: roles of IAM Identity Center keep their path, with a region or without", async () => {
    for (const path of ["eu-central-1/", "us-gov-west-1/", ""]) {
      const arn = `arn:aws:iam::123456789012:role/aws-reserved/sso.amazonaws.com/${path}AWSReservedSSO_Admin_0123456789abcdef`;
      assert.equal((await made({ shop: entry(arn) }))[0]?.inputs.principalArn, arn);
    }
  });

  it("NSA-AUTH-08: no group or name of Kubernetes, EKS or AWS itself is given", async () => {
    assert.equal(
      await refusal({ principalArn: ROLE, kubernetesGroups: ["system:masters"] }),
      'entries.shop.kubernetesGroups: must be a group of your own, not system:, eks:, aws:, amazon: or iam:, got "system:masters"',
    );
    for (const name of ["system:admin", "eks:ops", "AWS:ops", "amazon:x", "iam:x", ""])
      assert.match(await refusal(entry(ROLE, { userName: name })), /userName: must not begin with/, name);
    assert.match(await refusal(entry(ROLE, { userName: "john{{SessionName}}" })), /must have a colon before/);
    assert.match(await refusal(entry(ROLE, { userName: "{{AccountID}}:x" })), /must have no placeholder but one/);
    for (const name of ["ops:{{SessionName}}", "ops:{{SessionNameRaw}}", "john"])
      assert.equal((await made({ shop: entry(ROLE, { userName: name }) }))[0]?.inputs.userName, name);
  });

  it("a principal in two entries is refused with both names", async () => {
    await recordResources(() => {
      assert.throws(
        () => new Access("access", { clusterName: "prod", entries: { shop: entry(ROLE), audit: entry(ROLE) } }),
        new Error(`entries.audit.principalArn: must be in no other entry, and entries.shop has it, got "${ROLE}"`),
      );
    });
  });

  it("a principal in two entries is refused when it becomes known", async () => {
    const arns = await new Promise<pulumi.Output<Record<string, string>>>((resolve, reject) => {
      recordResources(() => {
        const entries = { shop: entry(ROLE), audit: { ...entry(ROLE), principalArn: pulumi.output(ROLE) } };
        resolve(new Access("access", { clusterName: "prod", entries }).principalArns);
      }).catch(reject);
    });
    // Outputs have it, though their type does not say so: no other way shows what they fail with.
    await assert.rejects(
      (arns as unknown as { promise(): Promise<unknown> }).promise(),
      /entries.audit.principalArn: must be in no other entry, and entries.shop has it/,
    );
  });

  it("what grants nothing, an empty list, a policy given twice, an unknown policy and a bad name are refused", async () => {
    assert.match(await refusal({ principalArn: ROLE }), /^entries.shop: must give policies, kubernetesGroups or/);
    assert.match(
      await refusal(entry(ROLE, { policies: [{ policy: AccessPolicy.Edit, namespaces: [] }] })),
      /name at least one/,
    );
    assert.match(await refusal(entry(ROLE, { policies: [...SHOP, ...SHOP] })), /must have each policy once/);
    assert.match(
      await refusal(entry(ROLE, { policies: [{ policy: "AmazonEKSEverything" as AccessPolicy, namespaces: ["a"] }] })),
      /must be one of AmazonEKSClusterAdminPolicy, /,
    );
    await recordResources(() => {
      assert.throws(
        () => new Access("a", { clusterName: "c", entries: { "Shop Team": entry(ROLE) } }),
        /names of lower-case/,
      );
      assert.throws(() => new Access("b", { clusterName: "c", entries: {} }), /entries: must have at least one/);
    });
  });
});
