import type { EngineRun } from "../engine-run.js";
import { type DemoContext, type DemoStep, must } from "./step.js";

const NAMESPACES = ["shop", "payments"];

const WHOSE = { official: "official", own: "ours" } as const;

/** The number of resources a run changed; unchanged ones are `same`. */
const changed = ({ changes }: EngineRun): number =>
  Object.entries(changes).reduce((sum, [operation, count]) => (operation === "same" ? sum : sum + count), 0);

async function seenInCluster({ cluster: { api } }: DemoContext, namespace: string): Promise<string> {
  const { metadata } = await api.json<{ metadata: { labels: Record<string, string> } }>(
    "GET",
    `/api/v1/namespaces/${namespace}`,
  );
  const level = metadata.labels["pod-security.kubernetes.io/enforce"];
  const version = metadata.labels["pod-security.kubernetes.io/enforce-version"];
  must(level === "restricted", `Namespace ${namespace} enforces "${level}", not "restricted".`);
  const deny = await api.json<{
    spec: { podSelector: object; policyTypes: string[]; ingress?: unknown[]; egress?: unknown[] };
  }>("GET", `/apis/networking.k8s.io/v1/namespaces/${namespace}/networkpolicies/default-deny`);
  const denies = deny.spec.policyTypes.length === 2 && !deny.spec.ingress && !deny.spec.egress;
  must(denies && Object.keys(deny.spec.podSelector).length === 0, `Namespace ${namespace} does not deny by default.`);
  const account = await api.json<{ automountServiceAccountToken?: boolean }>(
    "GET",
    `/api/v1/namespaces/${namespace}/serviceaccounts/default`,
  );
  must(account.automountServiceAccountToken === false, `The default account of ${namespace} still mounts a token.`);
  return `namespace ${namespace}: Pod Security ${level} ${version}, default-deny, no token`;
}

/** A first `up` creates everything, a second one changes nothing, and the API server has what the program says. */
export const deploy: DemoStep = {
  title: "A hardened stack comes up, judged by the policy pack",
  async run(context) {
    const first = await context.pulumi("up", "--yes", "--skip-preview", "--policy-pack", "policy-pack");
    must(first.code === 0, `pulumi up exited with ${first.code}:\n${first.output}`);
    must(first.packs.includes("rampart"), "The policy pack did not take part in pulumi up.");
    const created = first.changes.create ?? 0;
    must(created > 0, "pulumi up created nothing.");
    const again = await context.pulumi("up", "--yes", "--skip-preview", "--policy-pack", "policy-pack");
    must(again.code === 0 && changed(again) === 0, `A second pulumi up is not empty:\n${again.output}`);
    const { status } = await context.cluster.api.json<{ status: { readyReplicas?: number; replicas?: number } }>(
      "GET",
      "/apis/apps/v1/namespaces/shop/deployments/web",
    );
    must(
      (status.readyReplicas ?? 0) > 0 && status.readyReplicas === status.replicas,
      "Deployment shop/web is not ready.",
    );
    const { languageHost, kubernetes, reason } = context.engine.plugins;
    return [
      `pulumi up: ${created} resources created; again: ${again.changes.same} unchanged`,
      ...(await Promise.all(NAMESPACES.map((namespace) => seenInCluster(context, namespace)))),
      `deployment shop/web: ${status.readyReplicas} of ${status.replicas} pods ready (simulated node)`,
      `Pulumi's plugins: language host ${WHOSE[languageHost]}, Kubernetes provider ${WHOSE[kubernetes]} (${reason})`,
    ];
  },
};
