import { refuse } from "../../refusal.js";

/** What runs on a node under Kubernetes. */
export const NodeOs = {
  /** No shell, no package manager, a root file system that nothing changes. */
  Bottlerocket: "Bottlerocket",
  /** Bottlerocket with cryptography validated for FIPS 140-3. */
  BottlerocketFips: "BottlerocketFips",
  /** A general system; EKS has no FIPS image of it. */
  AmazonLinux2023: "AmazonLinux2023",
} as const;
export type NodeOs = (typeof NodeOs)[keyof typeof NodeOs];

/** Processors of a node. */
export const Architecture = {
  /** Intel and AMD. */
  X86: "x86_64",
  /** Graviton, about a seventh cheaper. */
  Arm: "arm64",
} as const;
export type Architecture = (typeof Architecture)[keyof typeof Architecture];

/** EKS's names of its images (`AMITypes` of its API). */
const AMI_TYPES = {
  [NodeOs.Bottlerocket]: { [Architecture.X86]: "BOTTLEROCKET_x86_64", [Architecture.Arm]: "BOTTLEROCKET_ARM_64" },
  [NodeOs.BottlerocketFips]: {
    [Architecture.X86]: "BOTTLEROCKET_x86_64_FIPS",
    [Architecture.Arm]: "BOTTLEROCKET_ARM_64_FIPS",
  },
  [NodeOs.AmazonLinux2023]: {
    [Architecture.X86]: "AL2023_x86_64_STANDARD",
    [Architecture.Arm]: "AL2023_ARM_64_STANDARD",
  },
} as const satisfies Record<NodeOs, Record<Architecture, string>>;

export const amiType = (os: NodeOs, architecture: Architecture): string => AMI_TYPES[os][architecture];

export const isBottlerocket = (os: NodeOs): boolean => os !== NodeOs.AmazonLinux2023;

/** A general machine of the newest generation that every Region has. */
export const defaultInstanceType = (architecture: Architecture): string =>
  architecture === Architecture.Arm ? "m7g.large" : "m6i.large";

/**
 * A type of machine, as `family.size`; a `g` behind the generation is a Graviton processor.
 * @throws Error naming the input when it is none, or has other processors than the image.
 */
export function instanceTypeFor(architecture: Architecture): (input: string, type: string) => string {
  return (input, type) => {
    const [, series, attributes] = /^([a-z]+)(?:-[a-z0-9]+|\d+([a-z]*))(?:-[a-z0-9]+)*\.[a-z0-9-]+$/.exec(type) ?? [];
    if (series === undefined) return refuse(input, 'be an instance type such as "m7g.large"', type);
    const arm = series === "a" || (attributes?.includes("g") ?? false);
    if (arm !== (architecture === Architecture.Arm)) refuse(input, `have processors of ${architecture}`, type);
    return type;
  };
}
