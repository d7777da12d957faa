import { type ApiKind, pathOf } from "./api-kinds.js";
import { type ApiServer, boundedly, Refused } from "./api-server.js";
import { type AuditPhase, judges } from "./audit-phase.js";
import type { NamespaceContent } from "./effects.js";
import type { ApiObject, Pod } from "./objects.js";
import type { Unseen } from "./report.js";
import { secretsWithoutValues } from "./secrets.js";
import { makesPods, podWorkload, type Workload, workloadOf } from "./workloads.js";

/** Objects of one kind. */
export interface KindContent {
  readonly kind: ApiKind;
  readonly objects: readonly ApiObject[];
}

export interface ClusterContent {
  readonly kinds: readonly KindContent[];
  readonly pods: readonly Pod[];
  /** What makes pods, and pods that nobody makes anew. */
  readonly workloads: readonly Workload[];
  readonly unseen: readonly Unseen[];
}

const keyOf = ({ group, resource }: ApiKind): string => `${group}/${resource}`;
const PODS = "/pods";

/** What is looked at in a namespace beside what makes pods. */
const FOR_EFFECTS: readonly string[] = [PODS, "networking.k8s.io/networkpolicies", "/services", "/serviceaccounts"];
/** Up to so many namespaces are asked one by one. */
const FEW = 8;

/** Everything that a policy or a namespace of the audit phase is about. */
export async function clusterContent(
  server: ApiServer,
  kinds: readonly ApiKind[],
  phase: AuditPhase,
): Promise<ClusterContent> {
  const unseen: Unseen[] = [];
  const audited = new Set(phase.namespaces.map(({ name }) => name));
  const pod = kinds.find((kind) => keyOf(kind) === PODS);
  const read = await boundedly(kinds, async (kind): Promise<KindContent> => {
    // A policy may judge pods only; what makes them has to be known all the same.
    const judged = makesPods(kind) && pod !== undefined ? [kind, pod] : [kind];
    const isAlways = makesPods(kind) || FOR_EFFECTS.includes(keyOf(kind));
    const wanted = new Set(
      phase.all
        .filter(
          (namespace) =>
            (isAlways && audited.has(namespace.metadata.name)) ||
            phase.policies.some((policy) => judged.some((each) => judges(policy, each, namespace))),
        )
        .map(({ metadata }) => metadata.name),
    );
    const isWanted = kind.namespaced
      ? wanted.size > 0
      : phase.policies.some((policy) => judges(policy, kind, undefined));
    if (!isWanted) return { kind, objects: [] };
    try {
      return {
        kind,
        objects: (await listed(server, kind, wanted)).filter(
          ({ metadata }) => metadata.deletionTimestamp === undefined,
        ),
      };
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      unseen.push({ what: `every ${kind.kind}`, why: error.message });
      return { kind, objects: [] };
    }
  });
  const others = read.filter(({ kind }) => keyOf(kind) !== PODS);
  const pods = (read.find(({ kind }) => keyOf(kind) === PODS)?.objects ?? []) as readonly Pod[];
  return {
    kinds: others,
    pods,
    workloads: [
      ...others.flatMap(({ kind, objects }) => objects.flatMap((object) => workloadOf(kind, object))),
      ...pods.flatMap(podWorkload),
    ],
    unseen,
  };
}

async function listed(server: ApiServer, kind: ApiKind, wanted: ReadonlySet<string>): Promise<readonly ApiObject[]> {
  if (kind.group === "" && kind.resource === "secrets")
    return (await secretsWithoutValues(server, kind)).filter(({ metadata }) => wanted.has(metadata.namespace ?? ""));
  if (!kind.namespaced) return server.list(pathOf(kind));
  if (wanted.size <= FEW) return (await Promise.all([...wanted].map((name) => server.list(pathOf(kind, name))))).flat();
  return (await server.list(pathOf(kind))).filter(({ metadata }) => wanted.has(metadata.namespace ?? ""));
}

/** What of it is in one namespace. */
export function inNamespace({ kinds, pods, workloads }: ClusterContent, name: string): NamespaceContent {
  const isHere = ({ metadata }: ApiObject) => metadata.namespace === name;
  const of = (key: string) => kinds.find(({ kind }) => keyOf(kind) === key)?.objects.filter(isHere) ?? [];
  return {
    pods: pods.filter(isHere),
    workloads: workloads.filter(({ object }) => isHere(object)),
    networkPolicies: of("networking.k8s.io/networkpolicies"),
    services: of("/services"),
    defaultAccount: of("/serviceaccounts").find(({ metadata }) => metadata.name === "default"),
  };
}
