import { metadataText } from "../../policy-pack/exemptions/match.js";
import { objectsOf } from "../../policy-pack/kubernetes/object.js";
import type { Resource } from "../../policy-pack/policy.js";
import { plain } from "../../policy-pack/unknown.js";
import { revealed } from "./secret-values.js";
import type { Skipped, Subject } from "./subject.js";

/** A resource as the engine writes it down. */
export interface RegisteredResource {
  readonly urn: string;
  readonly type: string;
  /** URN; absent for the stack. */
  readonly parent?: string | undefined;
  /** False for components. */
  readonly custom: boolean;
  /** Nobody else may hold them: marks of secrets are taken off in place. */
  readonly inputs: object;
  /** URNs by property; absent where the source does not tell. */
  readonly dependencies?: Resource["dependencies"];
  readonly file: string;
  readonly line: () => number | undefined;
  /** Why a secret's value is not there, and what to do: the sentence after its path. */
  readonly whyHidden: string;
}

/** `urn:pulumi:STACK::PROJECT::PARENT$TYPE::NAME` */
export const nameInUrn = (urn: string): string => urn.split("::").slice(3).join("::");
export const typeInUrn = (urn: string): string => urn.split("::")[2]?.split("$").at(-1) ?? "";

/** Of a type token: what Kubernetes calls it; the last part, and no version, where it is none of its objects. */
export function identityOf(type: string): { readonly apiVersion: string; readonly kind: string } {
  const [, version, kind] = /^kubernetes:(?:core\/)?((?:[^:/]+\/)?v\d[^:/]*):(\w+)$/.exec(type) ?? [];
  return version === undefined || kind === undefined
    ? { apiVersion: "", kind: type.split(":").at(-1) ?? type }
    : { apiVersion: version, kind };
}

/**
 * Resources as subjects, those that some policy is for; of the others, which are neither components nor the engine's
 * own, what there is of each type.
 *
 * @param types that are judged beside Kubernetes objects.
 */
export function* subjectsOf(
  resources: Iterable<RegisteredResource>,
  types: ReadonlySet<string>,
): Generator<Subject | Skipped> {
  const foreign = new Map<string, { readonly first: RegisteredResource; count: number }>();
  for (const resource of resources) {
    const { type, custom } = resource;
    if (types.has(type) || objectsOf(type, {}).length > 0) yield subjectOf(resource);
    else if (type.startsWith("pulumi:")) continue;
    else if (!custom) yield { ...subjectOf(resource), isComponent: true };
    else {
      const seen = foreign.get(type);
      if (seen === undefined) foreign.set(type, { first: resource, count: 1 });
      else seen.count++;
    }
  }
  for (const [type, { first, count }] of foreign)
    yield {
      file: first.file,
      line: first.line() ?? 1,
      skipped: `no policy is for ${type} (${count} ${count === 1 ? "resource" : "resources"})`,
    };
}

/** One resource as a subject, whatever its type. */
export function subjectOf(registered: RegisteredResource): Subject {
  const { urn, type, parent, inputs, file, line, whyHidden, dependencies } = registered;
  const name = nameInUrn(urn);
  const { inputs: values, hidden } = revealed(inputs);
  const props = plain(values);
  return {
    file,
    ...identityOf(type),
    namespace: metadataText(props, "namespace") || undefined,
    name: metadataText(props, "name") || name,
    urn,
    resource: { type, urn, name, props, parent, dependencies },
    lineOf: line,
    ...(hidden.size === 0 ? {} : { whyUnknown: (path: string) => (hidden.has(path) ? whyHidden : undefined) }),
  };
}
