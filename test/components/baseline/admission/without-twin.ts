import { policies } from "../../../../policy-pack/policies/index.js";

/** Why the API server cannot, or need not, decide by a policy of the pack. */
export const REASONS = {
  podSecurity: "Pod Security Admission refuses it, at the level that the namespace enforces",
  limitRange: "a LimitRange refuses it, with the same amounts",
  relation: "it judges whether several objects belong together, and admission sees one",
  served: "the API server does not serve, or says itself, what it refuses",
  source: "it judges how a source is written; what reaches the API server is complete",
  files: "it judges files of the control plane and of nodes, which are no objects of the cluster",
  excluded: "the API server asks no admission policy about admission policies",
  guess: "it guesses at credentials by their shape, which is a finding to look at and not a reason to refuse",
  cloud: "it is about what a cloud's own controllers write, or offer, at run time",
  outside: "it judges resources of a cloud, which reach no API server",
  addOns: "add-ons have such roles, or such objects, at run time; before deployment somebody can be asked",
} as const;

/** Every policy without an admission policy of its id; all on parts of files and on resources of a cloud are among them. */
export const WITHOUT_TWIN: Readonly<Record<string, keyof typeof REASONS>> = {
  ...Object.fromEntries(policies.filter(({ subject }) => subject === "part").map(({ id }) => [id, "files" as const])),
  ...Object.fromEntries(policies.filter(({ topic }) => topic === "aws").map(({ id }) => [id, "outside" as const])),
  "no-aws-auth-config-map": "cloud",
  "no-bootstrap-token-secrets": "addOns",
  "no-cluster-locking-webhooks": "addOns",
  "no-credentials-in-config-maps": "guess",
  "no-credentials-in-containers": "guess",
  "no-deprecated-api-versions": "served",
  "no-fail-open-admission": "excluded",
  "no-host-namespaces": "podSecurity",
  "no-host-ports": "podSecurity",
  "no-pod-security-policies": "served",
  "no-privilege-escalation": "podSecurity",
  "no-privileged-containers": "podSecurity",
  "no-probe-hosts": "podSecurity",
  "no-removed-api-versions": "served",
  "no-root-user": "podSecurity",
  "no-runtime-sockets": "podSecurity",
  "no-unmasked-proc": "podSecurity",
  "no-windows-host-process": "podSecurity",
  "require-default-deny": "relation",
  "require-denying-policy-bindings": "excluded",
  "require-dropped-capabilities": "podSecurity",
  "require-encrypted-storage-classes": "cloud",
  "require-limit-range": "relation",
  "require-namespace": "source",
  "require-resource-quota": "relation",
  "require-run-as-non-root": "podSecurity",
  "require-seccomp-profile": "podSecurity",
  "restrict-added-capabilities": "podSecurity",
  "restrict-apparmor-profiles": "podSecurity",
  "restrict-proc-mount": "podSecurity",
  "restrict-resource-quantities": "limitRange",
  "restrict-seccomp-profiles": "podSecurity",
  "restrict-selinux-options": "podSecurity",
  "restrict-sysctls": "podSecurity",
  "restrict-volume-types": "podSecurity",
  "restrict-webhook-timeouts": "addOns",
};

/** Admission policies on what no source has, such as a session, or that only an organisation can state. */
export const WITHOUT_PACK_POLICY = ["no-privileged-exec", "require-namespace-labels"];
