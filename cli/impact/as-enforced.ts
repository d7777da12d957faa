import type { NamespacePlan } from "../../controls/audit-phase.js";
import { SYSTEM_NAMESPACES } from "../../controls/system-namespaces.js";
import { amount } from "./amounts.js";
import type { ApiKind } from "./api-kinds.js";
import type { AuditPhase } from "./audit-phase.js";
import { type Amounts, type ApiObject, type Container, isOfControlPlane, type PodSpec } from "./objects.js";
import { enforceLabels } from "./pod-security.js";

export const isNamespace = ({ group, resource }: ApiKind): boolean => group === "" && resource === "namespaces";

const isAccount = ({ group, resource }: ApiKind): boolean => group === "" && resource === "serviceaccounts";

const planFor = ({ namespaces }: AuditPhase, name: string | undefined): NamespacePlan | undefined =>
  namespaces.find((namespace) => namespace.name === name)?.plan;

/** Accounts that the control plane makes bear no sign of it while nobody has set anything in them. */
export function isMadeByControlPlane(kind: ApiKind, object: ApiObject): boolean {
  const { name, namespace = "", managedFields = [] } = object.metadata;
  const isUntouchedAccount = isAccount(kind) && managedFields.length === 0;
  return (
    isOfControlPlane(object) || (isUntouchedAccount && (name === "default" || SYSTEM_NAMESPACES.includes(namespace)))
  );
}

/** A namespace with the labels that enforcing brings, its account `default` locked; all else as it is. */
export function asEnforced(phase: AuditPhase, kind: ApiKind, object: ApiObject): ApiObject {
  const { metadata } = object;
  const plan = planFor(phase, isNamespace(kind) ? metadata.name : metadata.namespace);
  if (plan === undefined) return object;
  if (isNamespace(kind))
    return { ...object, metadata: { ...metadata, labels: { ...metadata.labels, ...enforceLabels(plan) } } };
  return isAccount(kind) && metadata.name === "default"
    ? { ...object, ...{ automountServiceAccountToken: false } }
    : object;
}

/** The pod with what its containers would get from the LimitRange: the policies are asked after that. */
export function podAsEnforced(phase: AuditPhase, namespace: string, spec: PodSpec): PodSpec {
  const defaults = planFor(phase, namespace)?.containerDefaults;
  // What a pod states as a whole is over what its containers lack.
  if (defaults === undefined || spec.resources !== undefined) return spec;
  const filled = (container: Container): Container => {
    const { requests = {}, limits = {} } = container.resources ?? {};
    return {
      ...container,
      resources: {
        ...container.resources,
        requests: { ...defaults.requests, ...limits, ...requests },
        limits: { ...fitting(defaults.limits, requests), ...limits },
      },
    };
  };
  const { initContainers, containers } = spec;
  return {
    ...spec,
    ...(initContainers === undefined ? {} : { initContainers: initContainers.map(filled) }),
    containers: containers.map(filled),
  };
}

/** A request above its limit is refused before any policy is asked; it is told of for itself. */
const fitting = (limits: Amounts = {}, requests: Amounts): Amounts =>
  Object.fromEntries(
    Object.entries(limits).map(([resource, limit]) => {
      const request = requests[resource];
      return [resource, request !== undefined && amount(request) > amount(limit) ? request : limit];
    }),
  );
