import { join } from "node:path";
import { type Family, type ResolvedProgram, resolveFamily } from "../../sandbox/toolchain/index.js";
import { REPOSITORY } from "./command.js";

const POD_SECURITY: Family = {
  name: "pod-security",
  module: "k8s.io/pod-security-admission",
  packages: { "pod-security-oracle": "." },
  stamps: (version) => ({ "main.version": version }),
  sharedNumbers: 2,
  cold: { minutes: 0.6, modules: 150, objects: 120, programs: 10 },
};

/**
 * Our program on k8s.io/pod-security-admission, from the toolchain's cache or built.
 * @throws ToolchainError where there is neither.
 */
export async function podSecurityOracle(): Promise<ResolvedProgram> {
  const programs = await resolveFamily(POD_SECURITY, { modules: join(REPOSITORY, "test", "oracles") });
  const [oracle] = programs.values();
  if (oracle === undefined) throw new Error("The oracle was neither found nor built.");
  return oracle;
}
