import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { load } from "js-yaml";
import type { HttpsClient } from "../../../sandbox/control-plane/https-client.js";
import { REPOSITORY } from "../../support/command.js";
import { eventually } from "../../support/eventually.js";

const MODULE = "sigs.k8s.io/network-policy-api";
const FILE = "config/crd/standard/policy.networking.k8s.io_clusternetworkpolicies.yaml";
const DEFINITIONS = "/apis/apiextensions.k8s.io/v1/customresourcedefinitions";

export const CLUSTER_POLICIES = "/apis/policy.networking.k8s.io/v1alpha2/clusternetworkpolicies";

/** The project's own definition of ClusterNetworkPolicy, from the module that go.mod pins. */
function definition(): { readonly metadata: { readonly name: string } } {
  const cwd = join(REPOSITORY, "test/oracles/cluster-network-policy");
  const text = execFileSync("go", ["mod", "download", "-json", MODULE], { cwd, encoding: "utf8" });
  const { Dir } = JSON.parse(text) as { readonly Dir: string };
  return load(readFileSync(join(Dir, FILE), "utf8")) as { metadata: { name: string } };
}

/** Has the API server serve ClusterNetworkPolicy; the function that is returned takes it away again. */
export async function serveClusterNetworkPolicy(api: HttpsClient): Promise<() => Promise<void>> {
  const served = definition();
  await api.json("POST", DEFINITIONS, served);
  await eventually("ClusterNetworkPolicy", async () => (await api.send("GET", CLUSTER_POLICIES)).status === 200);
  return async () => {
    await api.send("DELETE", `${DEFINITIONS}/${served.metadata.name}`);
  };
}
