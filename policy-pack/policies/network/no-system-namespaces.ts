import { addsToNamespace, nameIn, namespaceOf, SYSTEM_NAMESPACES } from "../../kubernetes/namespace.js";
import type { KubernetesObject } from "../../kubernetes/object.js";
import { onObject } from "../../kubernetes/object-verdicts.js";
import { definePolicy } from "../../policy.js";

/** The ConfigMap by which EKS Auto Mode is told to act on network policies: it is read there and nowhere else. */
const isNetworkPolicySwitch = (object: KubernetesObject): boolean =>
  object.key === "core/ConfigMap" && nameIn(object) === "amazon-vpc-cni";

/** Objects that state kube-system, kube-public or kube-node-lease. */
export const noSystemNamespaces = definePolicy({
  id: "no-system-namespaces",
  title: "Objects of users must not be in the system's namespaces",
  rationale: "Rules that except kube-system except what is put there as well: admission, network, quotas.",
  remediation:
    "Give it a namespace of its own; an add-on that must be in kube-system is listed in the setting `allowed`.",
  fix: "use a namespace of its own, or list its name in the setting allowed",
  topic: "network",
  severity: "medium",
  profile: "restricted",
  references: ["NSA-NET-02", "V-242417"],
  settings: {
    allowed: {
      type: "array",
      items: { type: "string" },
      default: [],
      description: "Names of objects that may be there, such as those of add-ons.",
    },
  },
  examples: {
    good: [
      {
        name: "a namespace of its own",
        resources: [
          { type: "kubernetes:apps/v1:Deployment", props: { metadata: { name: "web", namespace: "monitoring" } } },
        ],
      },
      {
        name: "an add-on that is listed",
        resources: [
          { type: "kubernetes:apps/v1:DaemonSet", props: { metadata: { name: "cilium", namespace: "kube-system" } } },
        ],
        settings: { allowed: ["cilium"] },
      },
      {
        name: "a role binding for an add-on",
        resources: [
          {
            type: "kubernetes:rbac.authorization.k8s.io/v1:RoleBinding",
            props: { metadata: { name: "web", namespace: "kube-system" } },
          },
        ],
      },
      {
        name: "what turns network policies of EKS Auto Mode on",
        resources: [
          {
            type: "kubernetes:core/v1:ConfigMap",
            props: {
              metadata: { name: "amazon-vpc-cni", namespace: "kube-system" },
              data: { "enable-network-policy-controller": "true" },
            },
          },
        ],
      },
      {
        name: "a patch of what is there",
        resources: [
          {
            type: "kubernetes:apps/v1:DeploymentPatch",
            props: { metadata: { name: "coredns", namespace: "kube-system" } },
          },
        ],
      },
    ],
    bad: [
      {
        name: "a Deployment",
        resources: [
          { type: "kubernetes:apps/v1:Deployment", props: { metadata: { name: "web", namespace: "kube-system" } } },
        ],
        message:
          'Deployment "web" must not be in a namespace of the system (metadata.namespace). Fix: use a namespace of its own, or list its name in the setting allowed.',
      },
      {
        name: "what everybody may read",
        resources: [
          { type: "kubernetes:core/v1:Secret", props: { metadata: { name: "web", namespace: "kube-public" } } },
        ],
        message:
          'Secret "web" must not be in a namespace of the system (metadata.namespace). Fix: use a namespace of its own, or list its name in the setting allowed.',
      },
    ],
  },
  subject: "object",
  kinds: "*",
  check: (object, _context, { allowed }) =>
    // Add-ons that are elsewhere need rights to read the system's configuration there.
    addsToNamespace(object) && !object.key.startsWith("rbac.authorization.k8s.io/")
      ? onObject(object, "metadata.namespace", () =>
          SYSTEM_NAMESPACES.has(namespaceOf(object) ?? "") &&
          !allowed.includes(nameIn(object) ?? "") &&
          !isNetworkPolicySwitch(object)
            ? "must not be in a namespace of the system"
            : undefined,
        )
      : [],
});
