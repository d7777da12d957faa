import { setTimeout as sleep } from "node:timers/promises";
import { KUBERNETES_VERSIONS } from "../../../controls/kubernetes-versions.js";
import type { PodExample } from "../../../policy-pack/policy.js";
import type { Cluster } from "../../../sandbox/cluster.js";
import type { Level } from "./oracle.js";

/** What the API server says of a pod. */
export type ServerVerdict =
  | { readonly kind: "accepted" }
  /** By Pod Security, with the reasons of the checks that fail, sorted. */
  | { readonly kind: "forbidden"; readonly reasons: readonly string[] }
  /** By validation, before Pod Security has a say. */
  | { readonly kind: "invalid"; readonly message: string };

type Fields = Readonly<Record<string, unknown>>;
type LevelLabel = Level | "privileged";

const NAME = "example";
const MERGE_PATCH = "application/merge-patch+json";
const SERVICE_ACCOUNT_LIMIT_MS = 30_000;
const POLL_MS = 50;

const labels = (level: LevelLabel): Fields => ({
  "pod-security.kubernetes.io/enforce": level,
  "pod-security.kubernetes.io/enforce-version": `v${KUBERNETES_VERSIONS.newest}`,
});

/** The example with the least that the API wants of a pod: a name, and an image for each container. */
export function completed({ metadata, spec }: PodExample): { readonly metadata: Fields; readonly spec: Fields } {
  const result: Record<string, unknown> = { ...spec };
  for (const list of ["initContainers", "containers", "ephemeralContainers"])
    if (Array.isArray(result[list]))
      result[list] = result[list].map((container: Fields) => ({ image: "registry.example/app:1", ...container }));
  return { metadata: { ...metadata, name: NAME }, spec: result };
}

/** Makes a namespace that enforces the level, in which pods can be made. */
export async function enforcingNamespace({ api }: Cluster, name: string, level: LevelLabel): Promise<void> {
  const namespace = { apiVersion: "v1", kind: "Namespace", metadata: { name, labels: labels(level) } };
  await api.json("POST", "/api/v1/namespaces", namespace);
  const account = `/api/v1/namespaces/${name}/serviceaccounts/default`;
  const end = Date.now() + SERVICE_ACCOUNT_LIMIT_MS;
  while ((await api.send("GET", account)).status !== 200) {
    if (Date.now() > end) throw new Error(`${name} has no default service account`);
    await sleep(POLL_MS);
  }
}

/** Asks by a dry run whether the namespace takes the pod, which must not have ephemeral containers. */
export async function askToCreate({ api }: Cluster, namespace: string, pod: Fields): Promise<ServerVerdict> {
  const body = { apiVersion: "v1", kind: "Pod", ...pod };
  return verdictOf(await api.send("POST", `/api/v1/namespaces/${namespace}/pods?dryRun=All`, body));
}

/**
 * Asks about a pod with ephemeral containers, which the API takes only for a pod that is there: makes the pod without
 * them in a namespace of its own that enforces nothing yet, then asks by a dry run with the level enforced.
 */
export async function askForEphemeral(
  cluster: Cluster,
  namespace: string,
  level: Level,
  { metadata, spec: { ephemeralContainers, ...spec } }: { readonly metadata: Fields; readonly spec: Fields },
): Promise<ServerVerdict> {
  const { api } = cluster;
  const path = `/api/v1/namespaces/${namespace}`;
  await enforcingNamespace(cluster, namespace, "privileged");
  try {
    const made = await api.send("POST", `${path}/pods`, { apiVersion: "v1", kind: "Pod", metadata, spec });
    if (made.status >= 400) return verdictOf(made);
    await api.json("PATCH", path, { metadata: { labels: labels(level) } }, MERGE_PATCH);
    const patch = { spec: { ephemeralContainers } };
    const asked = `${path}/pods/${NAME}/ephemeralcontainers?dryRun=All`;
    return verdictOf(await api.send("PATCH", asked, patch, MERGE_PATCH));
  } finally {
    await removeNamespace(cluster, namespace);
  }
}

export async function removeNamespace({ api }: Cluster, name: string): Promise<void> {
  await api.send("DELETE", `/api/v1/namespaces/${name}`);
}

function verdictOf({ status, text }: { readonly status: number; readonly text: string }): ServerVerdict {
  if (status < 400) return { kind: "accepted" };
  const { message } = JSON.parse(text) as { readonly message: string };
  const violation = /violates PodSecurity "[^"]+": (.*)$/s.exec(message)?.[1];
  if (status === 403 && violation !== undefined) return { kind: "forbidden", reasons: reasonsOf(violation) };
  if (status === 422 || status === 400) return { kind: "invalid", message };
  throw new Error(`The API server answered ${status}: ${message}`);
}

/** The reasons, which stand before their details: `host namespaces (hostPID=true), privileged (container …)`. */
function reasonsOf(violation: string): string[] {
  const undetailed = violation.replace(/ \((?:"(?:[^"\\]|\\.)*"|[^()"])*\)/g, "");
  // Several profiles are told of in the plural.
  return undetailed
    .split(", ")
    .map((reason) => reason.replace(/profiles$/, "profile"))
    .sort();
}
