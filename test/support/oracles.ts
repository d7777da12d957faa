import { join } from "node:path";
import { type Family, kubernetesStamps, type ResolvedProgram, resolveFamily } from "../../sandbox/toolchain/index.js";
import { MODULES } from "../../sandbox/toolchain/pinned-module.js";
import { REPOSITORY } from "./command.js";

const OWN_MODULES = join(REPOSITORY, "test", "oracles");
const shared = { stamps: (version: string) => ({ "main.version": version }), sharedNumbers: 2 } as const;

/** What others hold to be right; by a program of ours in `test/oracles`, or by their own. */
const ORACLES = {
  "pod-security": {
    ...shared,
    name: "pod-security",
    module: "k8s.io/pod-security-admission",
    packages: { "pod-security-oracle": "." },
    cold: { minutes: 0.6, modules: 150, objects: 120, programs: 10 },
    modules: OWN_MODULES,
  },
  "network-policy": {
    ...shared,
    name: "network-policy",
    module: "github.com/mattfenwick/cyclonus",
    packages: { "network-policy-oracle": "." },
    cold: { minutes: 1.2, modules: 250, objects: 300, programs: 50 },
    modules: OWN_MODULES,
  },
  "cilium-policy": {
    ...shared,
    name: "cilium-policy",
    module: "github.com/cilium/cilium",
    packages: { "cilium-policy-oracle": "." },
    cold: { minutes: 1.8, modules: 400, objects: 400, programs: 75 },
    modules: OWN_MODULES,
  },
  // Of the modules that the API server comes from; no part of the sandbox, which nobody should wait longer for.
  kubeadm: {
    name: "kubernetes",
    module: "k8s.io/kubernetes",
    packages: { kubeadm: "k8s.io/kubernetes/cmd/kubeadm" },
    stamps: kubernetesStamps,
    versionQuestion: ["version", "-o", "short"],
    sharedNumbers: 2,
    cold: { minutes: 0.5, modules: 20, objects: 60, programs: 75 },
    modules: MODULES,
  },
  "encryption-reload": {
    name: "encryption-reload",
    module: "k8s.io/kubernetes",
    packages: { "kube-apiserver-encryption-reload": "." },
    stamps: kubernetesStamps,
    sharedNumbers: 2,
    cold: { minutes: 0.3, modules: 0, objects: 10, programs: 119 },
    modules: OWN_MODULES,
  },
  "pulumi-yaml": {
    ...shared,
    name: "pulumi-yaml",
    module: "github.com/pulumi/pulumi-yaml",
    packages: { "pulumi-language-yaml": "." },
    cold: { minutes: 1.5, modules: 100, objects: 200, programs: 40 },
    modules: OWN_MODULES,
  },
  "sdk-generation": {
    ...shared,
    name: "sdk-generation",
    module: "github.com/pulumi/pulumi/pkg/v3",
    packages: { "sdk-generation-oracle": "." },
    cold: { minutes: 1, modules: 0, objects: 100, programs: 40 },
    modules: OWN_MODULES,
  },
} as const satisfies Readonly<Record<string, Family & { readonly modules: string }>>;

export type OracleName = keyof typeof ORACLES;
export const ORACLE_NAMES = Object.keys(ORACLES) as OracleName[];

/**
 * The program, from the toolchain's cache or built.
 * @throws ToolchainError where there is neither.
 */
export async function oracleNamed(name: OracleName): Promise<ResolvedProgram> {
  const programs = await resolveFamily(ORACLES[name], { modules: ORACLES[name].modules });
  const [oracle] = programs.values();
  if (oracle === undefined) throw new Error("The oracle was neither found nor built.");
  return oracle;
}
