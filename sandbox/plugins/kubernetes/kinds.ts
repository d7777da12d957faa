import { mapAt, stringAt, type ValueMap } from "../provider/values.js";

/** What a resource's URN says about it: `urn:pulumi:STACK::PROJECT::PARENTS$kubernetes:apps/v1:Deployment::NAME`. */
export interface ResourceType {
  /** `kubernetes:apps/v1:Deployment`. */
  readonly token: string;
  /** As objects write it: `apps/v1`, `v1`. */
  readonly apiVersion: string;
  /** Last part of the token; with `Patch` at its end for most resources that patch. */
  readonly kind: string;
  /** Name of the Pulumi resource; may hold any character. */
  readonly name: string;
}

export function resourceType(urn: string): ResourceType {
  const [, , types = "", ...names] = urn.split("::");
  const token = types.split("$").at(-1) ?? "";
  const [, version = "", kind = ""] = token.split(":");
  return { token, apiVersion: version.replace(/^core\//, ""), kind, name: names.join("::") };
}

/** Groups whose kinds the SDK generates; of these, no kind's own name ends in `Patch`. */
const BUILT_IN = /^(v1|(apps|autoscaling|batch|policy|extensions|[^/]*\.k8s\.io)\/.*)$/;

/**
 * Whether a resource patches an object that belongs to somebody else: its type is its object's kind and `Patch`. A
 * custom kind may end in `Patch` itself.
 * @param object inputs or state; one without a kind is that of an import, where only the type is known.
 */
export function isPatch(urn: string, object: ValueMap): boolean {
  const { apiVersion, kind } = resourceType(urn);
  const own = stringAt(object.kind);
  if (own !== undefined) return kind === `${own}Patch`;
  return kind.endsWith("Patch") && BUILT_IN.test(apiVersion);
}

/** Kind and apiVersion that the type names, for an import, which has no inputs. */
export function typeMeta(urn: string): ValueMap {
  const { apiVersion, kind } = resourceType(urn);
  return { apiVersion, kind: isPatch(urn, {}) ? kind.replace(/Patch$/, "") : kind };
}

const OUT_OF_SCOPE =
  "is not supported by Rampart's own Kubernetes plugin; use the official one (RAMPART_PLUGINS=official)";

/** Parts of the official provider that are no objects of an API server. */
const OTHER_RESOURCES = /^kubernetes:(helm\.sh|kustomize|yaml)\b/;

/** Annotations by which an author asks for something that ours cannot do; ignoring them would do another thing. */
const UNSUPPORTED_ANNOTATIONS = ["pulumi.com/waitFor", "pulumi.com/replaceUnready"];

/** @throws Error for what only the official provider does. */
export function assertSupported(urn: string, inputs: ValueMap): void {
  const { token } = resourceType(urn);
  if (OTHER_RESOURCES.test(token)) refuse(token);
  const annotations = mapAt(mapAt(inputs.metadata).annotations);
  const asked = UNSUPPORTED_ANNOTATIONS.find((name) => name in annotations);
  if (asked !== undefined) refuse(`the annotation ${asked}`);
}

export function refuse(what: string): never {
  throw new Error(`${what} ${OUT_OF_SCOPE}`);
}
