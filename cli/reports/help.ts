import type { Policy, Topic } from "../../policy-pack/policy.js";
import { policyPagePath } from "../reference/policies-page.js";
import { repository, version } from "../version.js";

/** Where packages say that their sources are: as a text, or with the kind of repository beside it. */
type Repository = string | { readonly url: string } | undefined;

const DOCUMENTATION = "https://kubernetes.io/docs/concepts";

/** What the documentation of Kubernetes, or of the cloud, has on a topic. */
export const TOPIC_PAGES: Readonly<Record<Topic, string>> = {
  workload: `${DOCUMENTATION}/security/pod-security-standards/`,
  "supply-chain": `${DOCUMENTATION}/containers/images/`,
  rbac: `${DOCUMENTATION}/security/rbac-good-practices/`,
  network: `${DOCUMENTATION}/services-networking/network-policies/`,
  secrets: `${DOCUMENTATION}/security/secrets-good-practices/`,
  cluster: `${DOCUMENTATION}/security/security-checklist/`,
  "control-plane": "https://kubernetes.io/docs/reference/setup-tools/kubeadm/",
  aws: "https://docs.aws.amazon.com/eks/latest/best-practices/security.html",
};

/**
 * Address of a policy's description, as of this version; where the package does not say where its sources are, of what
 * the Kubernetes documentation has on its topic, since an address that leads nowhere is worse than none.
 */
export function helpUri({ id, topic }: Pick<Policy, "id" | "topic">, sources: Repository = repository): string {
  const url = (typeof sources === "string" ? sources : sources?.url)?.replace(/^git\+/, "").replace(/\.git$/, "");
  return url?.startsWith("https://") ? `${url}/blob/v${version}/${policyPagePath(id)}` : TOPIC_PAGES[topic];
}
