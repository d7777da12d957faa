import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import type { Proof } from "../../../cli/reference/coverage.js";
import type { ComponentDeclaration } from "./declarations.js";

const REPOSITORY = resolve(__dirname, "../../../..");

/**
 * Tests of a component, by how their paths begin, where these are not named like its file. A test that only uses a
 * component to reach another one is none of its.
 */
const TESTS: Readonly<Record<string, readonly string[]>> = {
  AdmissionPolicies: ["components/baseline/admission-policies.", "components/baseline/admission/"],
  AuditTrail: ["components/eks/audit-trail.", "components/eks/audit-alarms/"],
  ClusterBaseline: ["components/baseline/cluster-baseline"],
  ClusterNetwork: ["components/eks/cluster-network.", "components/eks/address-plan."],
  ControlPlaneFiles: ["components/control-plane/", "sandbox/control-plane/"],
  HardenedCronJob: ["components/baseline/workloads"],
  HardenedDeployment: ["components/baseline/workloads"],
  HardenedEks: ["components/eks/hardened-eks", "stacks/eks"],
  HardenedJob: ["components/baseline/workloads"],
  HardenedNamespace: ["components/baseline/namespace-", "components/baseline/baseline."],
  HardenedStatefulSet: ["components/baseline/workloads"],
  NodeGroup: ["components/eks/node-group.", "components/eks/node-user-data."],
};

/** Proofs of controls that rest on a test of this component. */
export function proofsOf({ name, file }: ComponentDeclaration, proofs: readonly Proof[]): Proof[] {
  const own = file.replace(/\.ts$/, "");
  const starts = TESTS[name] ?? [`${own}.`, `${own}-server.`];
  return proofs.filter((proof) => starts.some((start) => proof.file.startsWith(`test/${start}`)));
}

/** Components that this one makes, in its file or in the folder of its parts. */
export function partsOf({ file }: ComponentDeclaration, components: readonly ComponentDeclaration[]): string[] {
  const folder = join(REPOSITORY, file.replace(/\.ts$/, ""));
  const inside = existsSync(folder) ? readdirSync(folder).map((name) => join(folder, name)) : [];
  const sources = [join(REPOSITORY, file), ...inside.filter((name) => name.endsWith(".ts"))];
  // Docstrings have examples of others.
  const code = sources.map((name) => readFileSync(name, "utf8").replaceAll(/\/\*\*[\s\S]*?\*\//g, "")).join("\n");
  return components.map(({ name }) => name).filter((name) => code.includes(`new ${name}(`));
}
