import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { noSystemMasters } from "../../../../components/baseline/admission/policies/no-system-masters.js";
import { requireReadOnlyRootFilesystem } from "../../../../components/baseline/admission/policies/require-read-only-root-filesystem.js";
import { DEFAULT_SETTINGS } from "../../../../components/baseline/admission/policy.js";
import type { AdmissionExemption } from "../../../../components/index.js";
import type { Cluster } from "../../../../sandbox/cluster.js";
import { enforcingNamespace, removeNamespace } from "../../../proof/pod-security/server.js";
import { sharedCluster } from "../../../support/cluster.js";
import { describeWithTools } from "../../../support/tiers.js";
import { type Answer, answerOf, INSTANCE_LABEL, install } from "./installed.js";
import { DEPLOYMENT, workloadOf } from "./workloads.js";

const NAMESPACE = "admission-exempt";
const OTHER_NAMESPACE = "admission-not-exempt";
const MERGE_PATCH = "application/merge-patch+json";
const LOG_LIMIT_MS = 30_000;
const DAY_MS = 24 * 60 * 60 * 1000;

const dayFromNow = (days: number): string => new Date(Date.now() + days * DAY_MS).toISOString().slice(0, 10);

const exemption = (name: string, expires: string, rest: Partial<AdmissionExemption> = {}): AdmissionExemption => ({
  policies: [requireReadOnlyRootFilesystem.id],
  namespace: NAMESPACE,
  name,
  reason: "It writes beside its program until version 2.",
  owner: "team-shop",
  expires,
  ...rest,
});

const POD = { spec: { containers: [{ name: "app", image: "registry.example/app:1" }] } };
const CHANGED = { spec: { template: { spec: { containers: [{ name: "app", image: "registry.example/app:2" }] } } } };

describeWithTools("exemptions from admission policies", function () {
  this.timeout(60_000);
  let cluster: Cluster;
  let remove: (() => Promise<void>) | undefined;
  const pods = requireReadOnlyRootFilesystem.id;
  const bindings = noSystemMasters.id;
  const labelled = (name: string, instance: string, rest: object = {}) => ({
    name,
    labels: { [INSTANCE_LABEL]: instance },
    ...rest,
  });
  const deployments = `/apis/apps/v1/namespaces/${NAMESPACE}/deployments`;
  before(async function () {
    this.timeout(0);
    cluster = await sharedCluster();
    for (const namespace of [NAMESPACE, OTHER_NAMESPACE]) await enforcingNamespace(cluster, namespace, "privileged");
    for (const name of ["held", "ended", "stripped"])
      await cluster.api.json("POST", deployments, workloadOf(DEPLOYMENT, labelled(name, pods), POD));
    const settings = DEFAULT_SETTINGS;
    remove = await install(cluster, [
      {
        name: pods,
        policy: requireReadOnlyRootFilesystem,
        settings,
        exemptions: [
          exemption("held*", dayFromNow(1)),
          exemption("stripped", dayFromNow(1)),
          exemption("ended*", dayFromNow(-1)),
        ],
      },
      {
        name: bindings,
        policy: noSystemMasters,
        settings,
        exemptions: [exemption("held:*", dayFromNow(1), { policies: [bindings], namespace: undefined } as object)],
      },
    ]);
  });
  after(async () => {
    await remove?.();
    if (cluster !== undefined)
      for (const namespace of [NAMESPACE, OTHER_NAMESPACE]) await removeNamespace(cluster, namespace);
  });

  const create = async (metadata: object, namespace = NAMESPACE): Promise<Answer["kind"]> => {
    const body = { ...POD, metadata: { ...metadata, labels: { [INSTANCE_LABEL]: pods } } };
    return answerOf(await cluster.api.send("POST", `/api/v1/namespaces/${namespace}/pods?dryRun=All`, body), pods).kind;
  };
  const change = async (name: string, body: object): Promise<Answer["kind"]> =>
    answerOf(await cluster.api.send("PATCH", `${deployments}/${name}?dryRun=All`, body, MERGE_PATCH), pods).kind;

  it("hold for the names and the namespace that they state, until the day that they state", async () => {
    assert.equal(await create({ name: "held-1" }), "accepted");
    assert.equal(await create({ generateName: "held-" }), "accepted");
    assert.equal(await create({ name: "ended-1" }), "refused");
    assert.equal(await create({ name: "another" }), "refused");
    assert.equal(await create({ name: "not-held" }), "refused");
    assert.equal(await create({ name: "held-1" }, OTHER_NAMESPACE), "refused");
  });

  it("hold for changes as well, and end for what was there before", async () => {
    assert.equal(await change("held", CHANGED), "accepted");
    assert.equal(await change("ended", CHANGED), "refused");
    assert.equal(await change("ended", { spec: { replicas: 1 } }), "accepted");
  });

  it("are not prolonged by a time that the sender states", async () => {
    const before = "2020-01-01T00:00:00Z";
    const field = {
      manager: "unknown",
      operation: "Update",
      apiVersion: "apps/v1",
      time: before,
      fieldsType: "FieldsV1",
    };
    const managedFields = [{ ...field, fieldsV1: { "f:spec": { "f:replicas": {} } } }];
    assert.equal(await create({ name: "ended-1", creationTimestamp: before, managedFields }), "refused");
    assert.equal(
      await change("ended", { ...CHANGED, metadata: { creationTimestamp: before, managedFields } }),
      "refused",
    );
    // Without the record of its writers, an object has no time, and no exemption.
    assert.equal(await change("stripped", CHANGED), "accepted");
    assert.equal(await change("stripped", { ...CHANGED, metadata: { managedFields: [{}] } }), "refused");
    assert.equal(await change("ended", { ...CHANGED, metadata: { managedFields: [{}] } }), "refused");
  });

  it("hold for objects that are in no namespace", async () => {
    const bind = async (name: string): Promise<Answer["kind"]> => {
      const path = "/apis/rbac.authorization.k8s.io/v1/clusterrolebindings?dryRun=All";
      const subjects = [{ apiGroup: "rbac.authorization.k8s.io", kind: "Group", name: "system:masters" }];
      const roleRef = { apiGroup: "rbac.authorization.k8s.io", kind: "ClusterRole", name: "view" };
      const body = { metadata: labelled(name, bindings), roleRef, subjects };
      return answerOf(await cluster.api.send("POST", path, body), bindings).kind;
    };
    assert.equal(await bind("held:masters"), "accepted");
    assert.equal(await bind("masters"), "refused");
  });

  it("are written to the audit log with their owner, reason and end", async () => {
    assert.equal(await create({ name: "held-audited" }), "accepted");
    const note = `until ${dayFromNow(1)} by team-shop: It writes beside its program until version 2.`;
    const end = Date.now() + LOG_LIMIT_MS;
    while (!readFileSync(cluster.auditLog, "utf8").includes(`"${pods}/exempt":"${note}"`)) {
      if (Date.now() > end) throw new Error("the audit log does not have the exemption");
      await sleep(25);
    }
  });
});
