import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { load } from "js-yaml";
import { REPOSITORY } from "../../support/command.js";

const MODULE = "sigs.k8s.io/network-policy-api";
const FILE = "config/crd/standard/policy.networking.k8s.io_clusternetworkpolicies.yaml";

/** The project's own definition of ClusterNetworkPolicy, from the module that go.mod pins. */
export function clusterNetworkPolicyDefinition(): { readonly metadata: { readonly name: string } } {
  const cwd = join(REPOSITORY, "test/oracles/cluster-network-policy");
  const text = execFileSync("go", ["mod", "download", "-json", MODULE], { cwd, encoding: "utf8" });
  const { Dir } = JSON.parse(text) as { readonly Dir: string };
  return load(readFileSync(join(Dir, FILE), "utf8")) as { metadata: { name: string } };
}
