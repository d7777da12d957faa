import { join } from "node:path";
import { type Family, type ResolvedProgram, resolveFamily } from "../../sandbox/toolchain/index.js";
import { REPOSITORY } from "./command.js";

const shared = { stamps: (version: string) => ({ "main.version": version }), sharedNumbers: 2 } as const;

/** Our programs on what others hold to be right, by the folder of `test/oracles`. */
const ORACLES = {
  "pod-security": {
    ...shared,
    name: "pod-security",
    module: "k8s.io/pod-security-admission",
    packages: { "pod-security-oracle": "." },
    cold: { minutes: 0.6, modules: 150, objects: 120, programs: 10 },
  },
  "network-policy": {
    ...shared,
    name: "network-policy",
    module: "github.com/mattfenwick/cyclonus",
    packages: { "network-policy-oracle": "." },
    cold: { minutes: 1.2, modules: 250, objects: 300, programs: 50 },
  },
  "cilium-policy": {
    ...shared,
    name: "cilium-policy",
    module: "github.com/cilium/cilium",
    packages: { "cilium-policy-oracle": "." },
    cold: { minutes: 1.8, modules: 400, objects: 400, programs: 75 },
  },
} as const satisfies Readonly<Record<string, Family>>;

export type OracleName = keyof typeof ORACLES;
export const ORACLE_NAMES = Object.keys(ORACLES) as OracleName[];

/**
 * The program, from the toolchain's cache or built.
 * @throws ToolchainError where there is neither.
 */
export async function oracleNamed(name: OracleName): Promise<ResolvedProgram> {
  const programs = await resolveFamily(ORACLES[name], { modules: join(REPOSITORY, "test", "oracles") });
  const [oracle] = programs.values();
  if (oracle === undefined) throw new Error("The oracle was neither found nor built.");
  return oracle;
}
