import { nameIn, SYSTEM_NAMESPACES } from "../../kubernetes/namespace.js";
import { child } from "../../kubernetes/object.js";
import { onObject } from "../../kubernetes/object-verdicts.js";
import { definePolicy } from "../../policy.js";

const REQUIREMENT = "must not begin with kube-";
const isReserved = (name: string): boolean => name.startsWith("kube-");

/** NSA/CISA guide, appendix D: the prefix is reserved. */
export const noKubeNamespaces = definePolicy({
  id: "no-kube-namespaces",
  title: "Namespaces must not begin with kube-",
  rationale: "The prefix is Kubernetes' own: rules that except the system's namespaces except such a one as well.",
  remediation: "Give the namespace another name, and move what is in it.",
  fix: "give it another name",
  topic: "network",
  severity: "low",
  profile: "restricted",
  references: ["NSA-NET-03"],
  examples: {
    good: [
      {
        name: "another name",
        resources: [{ type: "kubernetes:core/v1:Namespace", props: { metadata: { name: "shop" } } }],
      },
      {
        name: "a namespace of the system, which is adopted",
        resources: [{ type: "kubernetes:core/v1:Namespace", props: { metadata: { name: "kube-system" } } }],
      },
      {
        name: "a name with kube in it",
        resources: [{ type: "kubernetes:core/v1:Namespace", props: { metadata: { name: "my-kube-apps" } } }],
      },
    ],
    bad: [
      {
        name: "the prefix",
        resources: [{ type: "kubernetes:core/v1:Namespace", props: { metadata: { name: "kube-apps" } } }],
        message: 'Namespace "kube-apps" must not begin with kube- (metadata.name). Fix: give it another name.',
      },
      {
        name: "as a name that is generated",
        resources: [{ type: "kubernetes:core/v1:Namespace", props: { metadata: { generateName: "kube-tests-" } } }],
        message: "Namespace must not begin with kube- (metadata.generateName). Fix: give it another name.",
      },
    ],
  },
  subject: "object",
  kinds: ["core/Namespace"],
  check: (object) => [
    ...onObject(object, "metadata.name", () => {
      const name = nameIn(object);
      return name !== undefined && isReserved(name) && !SYSTEM_NAMESPACES.has(name) ? REQUIREMENT : undefined;
    }),
    ...onObject(object, "metadata.generateName", () => {
      const prefix = child(child(object.data, "metadata"), "generateName");
      return typeof prefix === "string" && isReserved(prefix) ? REQUIREMENT : undefined;
    }),
  ],
});
