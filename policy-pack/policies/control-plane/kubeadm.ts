import { inFile, itemsOf } from "../../kubernetes/control-plane/demand.js";
import { definePolicy } from "../../policy.js";

const JOIN = "kubernetes:kubeadm.k8s.io/v1beta4:JoinConfiguration";

const joining = (bootstrapToken: object) => [{ type: JOIN, props: { discovery: { bootstrapToken } } }] as const;

const address = { apiServerEndpoint: "k8s.example.com:6443", token: "" };

/** kubeadm config print join-defaults has the switch on, for people to replace. */
export const noUnverifiedJoin = definePolicy({
  id: "no-unverified-join",
  title: "Nodes must not join a control plane that they have not verified",
  rationale:
    "Whoever stands in the way, or knows the token, can be the control plane of such a node, and runs on it what he likes.",
  remediation:
    "Give discovery.bootstrapToken.caCertHashes the hash of the cluster's authority, and remove unsafeSkipCAVerification; or join by a file.",
  fix: "state caCertHashes, or join by a file",
  topic: "control-plane",
  severity: "high",
  profile: "baseline",
  references: ["NSA-CP-04"],
  examples: {
    good: [
      {
        name: "the hash of the authority",
        resources: joining({ ...address, caCertHashes: [`sha256:${"0".repeat(64)}`] }),
      },
      { name: "a file", resources: [{ type: JOIN, props: { discovery: { file: { kubeConfigPath: "/join.conf" } } } }] },
    ],
    bad: [
      {
        name: "no verification",
        resources: joining({ ...address, unsafeSkipCAVerification: true }),
        message:
          "JoinConfiguration must not set unsafeSkipCAVerification=true (discovery.bootstrapToken.unsafeSkipCAVerification). Fix: state caCertHashes, or join by a file.",
      },
    ],
  },
  subject: "part",
  parts: ["JoinConfiguration"],
  check: (part) =>
    inFile(part, part.name, "discovery.bootstrapToken.unsafeSkipCAVerification", () => {
      // A hash is verified, whatever else is said.
      const isSkipped = part.value("discovery.bootstrapToken.unsafeSkipCAVerification") === true;
      return isSkipped && itemsOf(part.value("discovery.bootstrapToken.caCertHashes")).length === 0
        ? { requirement: "must not set unsafeSkipCAVerification=true" }
        : undefined;
    }),
});
