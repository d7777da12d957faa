import assert from "node:assert/strict";
import { restrictNodeRolePolicies } from "../../../policy-pack/policies/aws/restrict-node-role-policies.js";
import { UNKNOWN } from "../../../policy-pack/unknown.js";
import { judgeAll } from "../pods.js";

const ROLE = "aws:iam/role:Role";
const ATTACHMENT = "aws:iam/rolePolicyAttachment:RolePolicyAttachment";
const aws = (name: string) => `arn:aws:iam::aws:policy/${name}`;

type Judged = Parameters<typeof judgeAll>[0][number];
const found = (...resources: readonly Judged[]) =>
  judgeAll(resources, [restrictNodeRolePolicies]).map(({ resource, status }) => [resource.name, status]);

/** As a preview of a new stack has it: identifiers are unknown, where they come from is not. */
const attachment = (name: string, role: string, policyArn: unknown, from: readonly string[] = []): Judged => ({
  type: ATTACHMENT,
  name,
  props: { role: UNKNOWN, policyArn },
  dependencies: { role: [role], ...(from.length > 0 && { policyArn: from }) },
});
const role = (name: string): Judged => ({ type: ROLE, name, props: { assumeRolePolicy: UNKNOWN } });
const nodeGroup: Judged = {
  type: "aws:eks/nodeGroup:NodeGroup",
  name: "group",
  props: { nodeRoleArn: UNKNOWN },
  dependencies: { nodeRoleArn: ["nodes"] },
};

describe("CIS-EKS-5.1.3: roles of nodes in the preview of a new stack", () => {
  it("are told from roles of pods by where values come from", () => {
    assert.deepEqual(
      found(
        role("nodes"),
        role("cni"),
        nodeGroup,
        attachment("worker", "nodes", aws("AmazonEKSWorkerNodePolicy")),
        attachment("pull", "nodes", aws("AmazonEC2ContainerRegistryReadOnly")),
        attachment("cni-on-nodes", "nodes", aws("AmazonEKS_CNI_Policy")),
        attachment("cni-on-its-own", "cni", aws("AmazonEKS_CNI_Policy")),
      ),
      [["cni-on-nodes", "violation"]],
    );
  });

  it("are known by the policy of nodes alone, without a node group", () => {
    assert.deepEqual(
      found(
        role("nodes"),
        attachment("worker", "nodes", aws("AmazonEKSWorkerNodeMinimalPolicy")),
        attachment("s3", "nodes", aws("AmazonS3FullAccess")),
      ),
      [["s3", "violation"]],
    );
  });

  it("leave policies open that the stack makes itself, on roles of nodes only", () => {
    assert.deepEqual(
      found(
        role("nodes"),
        role("app"),
        { type: "aws:iam/policy:Policy", name: "uploads", props: {} },
        nodeGroup,
        attachment("on-nodes", "nodes", UNKNOWN, ["uploads"]),
        attachment("on-app", "app", UNKNOWN, ["uploads"]),
        attachment("ebs", "app", aws("service-role/AmazonEBSCSIDriverPolicy")),
      ),
      [["on-nodes", "undecided"]],
    );
  });

  it("are undecided where nobody tells what a role comes from", () => {
    const blind = { type: ATTACHMENT, name: "blind", props: { role: UNKNOWN, policyArn: aws("AmazonS3FullAccess") } };
    assert.deepEqual(found(role("nodes"), nodeGroup, blind), [["blind", "undecided"]]);
  });
});
