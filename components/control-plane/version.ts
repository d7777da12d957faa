import { CONTROL_PLANE_FIELDS, type ControlPlaneField } from "../../controls/control-plane-fields.js";
import { KUBERNETES_VERSIONS } from "../../controls/kubernetes-versions.js";
import { refuse } from "../refusal.js";

/** A Kubernetes version that files are written for. */
export interface KubernetesVersion {
  /** Its minor version, for example `1.37`. */
  readonly minor: string;
  /** Its release, for example `1.37.2`; `undefined` where only the minor version was given. */
  readonly release: string | undefined;
}

const numberOf = (minor: string): number => Number(minor.split(".")[1]);
const OLDEST = numberOf(KUBERNETES_VERSIONS.oldestControlPlane);
const NEWEST = numberOf(KUBERNETES_VERSIONS.newest);

/**
 * Reads `1.37`, `1.37.2` or `v1.37.2`.
 * @throws Error when it is no version, or one that files are not written for.
 */
export function kubernetesVersion(text: string, input = "kubernetesVersion"): KubernetesVersion {
  const { oldestControlPlane, newest } = KUBERNETES_VERSIONS;
  const found = /^v?(1\.(\d+))(\.\d+)?$/.exec(text);
  const [, minor = "", number = "", patch] = found ?? [];
  if (found === null || Number(number) < OLDEST || Number(number) > NEWEST)
    return refuse(
      input,
      `be a version from ${oldestControlPlane} to ${newest}, such as "${newest}" or "v${newest}.0"`,
      text,
    );
  return { minor, release: patch === undefined ? undefined : minor + patch };
}

/** Whether a version knows a field, a flag or a version of an API. */
export function knows({ minor }: KubernetesVersion, field: ControlPlaneField): boolean {
  const range: { readonly since?: string; readonly until?: string } = CONTROL_PLANE_FIELDS[field];
  const number = numberOf(minor);
  return (
    (range.since === undefined || number >= numberOf(range.since)) &&
    (range.until === undefined || number <= numberOf(range.until))
  );
}

/**
 * Refuses an option that the version does not know.
 * @throws Error naming the option, the version and the versions that know it.
 */
export function demand(version: KubernetesVersion, field: ControlPlaneField, input: string): void {
  if (knows(version, field)) return;
  const { since } = CONTROL_PLANE_FIELDS[field];
  throw new Error(`${input}: must be left out before Kubernetes ${since}, got it for ${version.minor}`);
}
