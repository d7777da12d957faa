import assert from "node:assert/strict";
import { KUBERNETES_VERSIONS } from "../../controls/kubernetes-versions.js";
import { noRemovedApiVersions } from "../../policy-pack/policies/cluster/no-removed-api-versions.js";
import { sharedCluster } from "../support/cluster.js";
import { describeWithTools } from "../support/tiers.js";
import { judge } from "./pods.js";

interface Groups {
  readonly groups: readonly { readonly versions: readonly { readonly groupVersion: string }[] }[];
}
interface Resources {
  readonly resources: readonly { readonly kind: string; readonly name: string }[];
}

describeWithTools("NSA-UPG-05: the API server of the newest Kubernetes", () => {
  it("serves nothing that we call removed", async () => {
    const { api } = await sharedCluster();
    const { groups } = await api.json<Groups>("GET", "/apis");
    const versions = groups.flatMap((group) => group.versions.map(({ groupVersion }) => groupVersion));
    assert.ok(versions.includes("apps/v1"));
    for (const version of versions) {
      const { resources } = await api.json<Resources>("GET", `/apis/${version}`);
      for (const { kind } of resources) {
        const object = { type: `kubernetes:${version}:${kind}`, props: { apiVersion: version, kind } };
        assert.deepEqual(judge(object, [noRemovedApiVersions], KUBERNETES_VERSIONS.newest), []);
      }
    }
  });
});
