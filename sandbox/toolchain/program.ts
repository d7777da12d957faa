/** Every program the sandbox runs. */
export const PROGRAMS = [
  "pulumi",
  "etcd",
  "kube-apiserver",
  "kube-controller-manager",
  "kube-scheduler",
  "kwok",
] as const;
export type Program = (typeof PROGRAMS)[number];

/** Where a program was found, in the order in which places are asked. */
export type ProgramSource = "folder" | "path" | "cache" | "official-release" | "built";

export interface ResolvedProgram {
  /** One of `PROGRAMS`, or one that only the tests run. */
  readonly program: string;
  /** Absolute path of the executable. */
  readonly path: string;
  /** Version without a leading `v`, for example `3.259.0`. */
  readonly version: string;
  readonly source: ProgramSource;
  /** One line for people: why this one was taken. */
  readonly reason: string;
}

export type Toolchain = Readonly<Record<Program, ResolvedProgram>>;

/** Why there is no toolchain here, and what to do about it; shown to people as it is. */
export class ToolchainError extends Error {
  override readonly name = "ToolchainError";
}
