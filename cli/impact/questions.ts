import { type ApiKind, pathOf } from "./api-kinds.js";
import { asEnforced, isMadeByControlPlane, isNamespace, podAsEnforced } from "./as-enforced.js";
import { type AuditPhase, judges } from "./audit-phase.js";
import type { ClusterContent } from "./content.js";
import type { ApiObject } from "./objects.js";
import type { Workload } from "./workloads.js";

/** An object about which the API server is asked by a dry run. */
export interface Question {
  /** E.g. `Deployment web`. */
  readonly subject: string;
  readonly namespace?: string;
  readonly path: string;
  readonly body: ApiObject & { readonly apiVersion: string; readonly kind: string };
  /** A pod that is made anew, or another object. */
  readonly isPod: boolean;
  /** The control plane makes it, which some policies spare. */
  readonly isByControlPlane: boolean;
}

/** Where it is and what it is. */
export const titleOf = ({ namespace, subject }: Question): string =>
  namespace === undefined ? subject : `${namespace}: ${subject}`;

/** Every pod to come and every object of users about which something in its place warns. */
export function questionsOf(
  kinds: readonly ApiKind[],
  phase: AuditPhase,
  { kinds: contents, workloads }: ClusterContent,
): readonly Question[] {
  const namespaces = new Map(phase.all.map((namespace) => [namespace.metadata.name, namespace]));
  const audited = new Set(phase.namespaces.map(({ name }) => name));
  const isJudged = (kind: ApiKind, object: ApiObject): boolean => {
    const within = kind.namespaced
      ? namespaces.get(object.metadata.namespace ?? "")
      : isNamespace(kind)
        ? object
        : undefined;
    return phase.policies.some((policy) => judges(policy, kind, within));
  };
  const pods = kinds.find(({ group, resource }) => group === "" && resource === "pods");
  return [
    ...(pods === undefined
      ? []
      : workloads
          .filter(({ object }) => audited.has(object.metadata.namespace ?? "") || isJudged(pods, object))
          .map((workload) => podQuestion(pods, workload, phase))),
    ...contents.flatMap(({ kind, objects }) =>
      objects
        .filter((object) => !isMadeByControlPlane(kind, object) && isJudged(kind, object))
        .map((object) => objectQuestion(kind, asEnforced(phase, kind, object))),
    ),
  ];
}

/** `metadata` without what the API server writes. */
const ownMetadata = ({ name, namespace, labels, annotations }: ApiObject["metadata"]) => ({
  name,
  ...(namespace === undefined ? {} : { namespace }),
  labels,
  annotations,
});

/**
 * The pod that its controller would make next, by a name of the same shape. A name of our own rather than
 * `generateName`: what names the pod in the answer is then the same in every run.
 */
export function podQuestion(
  pods: ApiKind,
  { subject, object, podName, template, isByControlPlane }: Workload,
  phase: AuditPhase,
): Question {
  const { namespace = "" } = object.metadata;
  const metadata = ownMetadata({ ...template.metadata, name: podName, namespace });
  return {
    ...{ subject, namespace, isPod: true, isByControlPlane },
    path: pathOf(pods, namespace),
    body: {
      apiVersion: "v1",
      kind: "Pod",
      metadata,
      spec: startedAnew(podAsEnforced(phase, namespace, template.spec)),
    },
  };
}

/** Without what is decided only when the pod is made, or comes into it later. */
function startedAnew(spec: object): object {
  const {
    ephemeralContainers: _,
    nodeName: __,
    priority: ___,
    preemptionPolicy: ____,
    ...rest
  } = spec as Readonly<Record<string, unknown>>;
  return rest;
}

/**
 * An object that is there, as if it were made again by its own name: the policies are asked before the API server finds
 * that there is one. An update would not do, as policies let pass what leaves alone what they judge.
 */
export function objectQuestion(kind: ApiKind, object: ApiObject): Question {
  const { namespace } = object.metadata;
  const { metadata: _, status: __, ...fields } = object as ApiObject & { readonly spec?: object };
  return {
    subject: `${kind.kind} ${object.metadata.name}`,
    ...(namespace === undefined ? {} : { namespace }),
    isPod: false,
    isByControlPlane: false,
    path: pathOf(kind, namespace),
    body: {
      ...fields,
      apiVersion: kind.root.replace(/^\/apis?\//, ""),
      kind: kind.kind,
      metadata: ownMetadata(object.metadata),
      ...(kind.group === "" && kind.resource === "services" ? { spec: unassigned(object.spec) } : {}),
    },
  };
}

/** A Service without the addresses and ports that it has already: nobody gets them twice. */
function unassigned(spec: unknown): object {
  const {
    clusterIP,
    clusterIPs: _,
    healthCheckNodePort: __,
    ports,
    ...rest
  } = spec as {
    readonly clusterIP?: string;
    readonly clusterIPs?: readonly string[];
    readonly healthCheckNodePort?: number;
    readonly ports?: readonly { readonly nodePort?: number }[];
  };
  return {
    ...rest,
    ...(clusterIP === "None" ? { clusterIP } : {}),
    ports: ports?.map(({ nodePort: ___, ...port }) => port),
  };
}
