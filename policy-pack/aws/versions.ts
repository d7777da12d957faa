import { EKS_VERSIONS, type EksVersion } from "../../controls/eks-versions.js";

/** Until when AWS supports a version; both days are empty where that has ended before our data begins. */
export interface Support extends EksVersion {
  readonly minor: number;
}

const KNOWN: Readonly<Record<string, EksVersion>> = EKS_VERSIONS.versions;

/** 34 of `1.34`; `undefined` for what is no version. */
export function minorOf(version: string): number | undefined {
  const minor = /^1\.(\d{1,3})$/.exec(version)?.[1];
  return minor === undefined ? undefined : Number(minor);
}

const OLDEST = Math.min(...Object.keys(KNOWN).flatMap((version) => minorOf(version) ?? []));

/** The support of a minor version; `undefined` where none is stated, or it is newer than our data. */
export function supportOf(version: string | undefined): Support | undefined {
  const minor = version === undefined ? undefined : minorOf(version);
  if (version === undefined || minor === undefined) return undefined;
  const known = Object.hasOwn(KNOWN, version) ? KNOWN[version] : undefined;
  if (known !== undefined) return { minor, ...known };
  return minor < OLDEST ? { minor, standardUntil: "", extendedUntil: "" } : undefined;
}
