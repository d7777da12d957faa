import assert from "node:assert/strict";
import { join } from "node:path";
import { LOOSENED } from "../../../components/baseline/workload/loosening.js";
import { dayAfter, today } from "../../../policy-pack/exemptions/day.js";
import { sharedCluster } from "../../support/cluster.js";
import { REPOSITORY } from "../../support/command.js";
import { EngineProject } from "../../support/engine-project.js";
import { describeWithTools } from "../../support/tiers.js";

const PROGRAM = `
const rampart = require(${JSON.stringify(REPOSITORY)});
const { STEP: step = "", IMAGE: tag = "1.0" } = process.env;
const image = \`registry.example/app:\${tag}\`;
const why = { reason: "Until the image is rebuilt.", owner: "shop-team", expires: "${dayAfter(today(), 20)}" };
const shop = new rampart.HardenedNamespace("workloads", { podSecurity: step === "loosened" ? "privileged" : "restricted" });
if (step === "loosened") rampart.exempt(shop, { ...why, policies: ["require-pod-security-labels"] });
const namespace = shop.namespaceName;
if (step !== "loosened") {
  new rampart.HardenedDeployment("web", { namespace, image, port: 8080, networkRules: [rampart.allowFrom({}, 8080)] });
  new rampart.HardenedStatefulSet("queue", {
    namespace, image, port: 5672, replicas: 1, storage: { path: "/var/lib/queue", size: "1Gi", storageClassName: "workloads" },
  });
  new rampart.HardenedCronJob("report", {
    namespace, image, schedule: step === "badSchedule" ? "99 2 * * *" : "30 2 * * *", writablePaths: ["/var/cache/report"],
  });
  new rampart.HardenedJob("migrate", { namespace, image, secretFiles: [{ name: "database", path: "/etc/database" }] });
} else {
  new rampart.HardenedDeployment("web", {
    namespace, image: "registry.example/app", port: 8080,
    allowUnpinnedImage: why, allowRootUser: why, allowWritableRootFilesystem: why, allowServiceAccountToken: why,
    allowCapabilities: { ...why, add: ["NET_RAW"] },
  });
}
`;
const PACK = ["--policy-pack", join(REPOSITORY, "policy-pack")];
const VOLUME = "/api/v1/persistentvolumes";

describeWithTools("hardened workloads on the real API server", function () {
  this.timeout(240_000);
  let project: EngineProject;
  const uids = async (): Promise<Record<string, string>> => {
    const { api } = await sharedCluster();
    const paths = {
      deployment: "/apis/apps/v1/namespaces/workloads/deployments/web",
      statefulSet: "/apis/apps/v1/namespaces/workloads/statefulsets/queue",
      cronJob: "/apis/batch/v1/namespaces/workloads/cronjobs/report",
      job: "/apis/batch/v1/namespaces/workloads/jobs/migrate",
    };
    const found = await Promise.all(
      Object.entries(paths).map(async ([kind, path]) => {
        const { metadata } = (await api.json("GET", path)) as { metadata: { uid: string } };
        return [kind, metadata.uid] as const;
      }),
    );
    return Object.fromEntries(found);
  };

  before(async () => {
    const { api, kubeconfig } = await sharedCluster();
    await api.json("POST", VOLUME, {
      apiVersion: "v1",
      kind: "PersistentVolume",
      metadata: { name: "workloads" },
      spec: {
        capacity: { storage: "1Gi" },
        accessModes: ["ReadWriteOnce"],
        storageClassName: "workloads",
        csi: { driver: "none.example", volumeHandle: "workloads" },
      },
    });
    project = await EngineProject.create({ "index.js": PROGRAM }, kubeconfig);
  });
  after(async () => {
    await (await sharedCluster()).api.send("DELETE", `${VOLUME}/workloads`);
    project?.close();
  });

  it("NSA-POD-01, NSA-POD-04, NSA-NET-12: run in a namespace that enforces restricted and a quota, under the pack", async () => {
    const { output } = await project.succeed(["up", "--yes", "--skip-preview", ...PACK]);
    assert.doesNotMatch(output, /\[(?:mandatory|advisory)\]/);
    const { api } = await sharedCluster();
    const { items } = (await api.json("GET", "/api/v1/namespaces/workloads/pods")) as {
      items: { metadata: { name: string }; status: { phase: string } }[];
    };
    const phases = items.map(({ metadata, status }) => `${metadata.name.split("-")[0]} ${status.phase}`).sort();
    assert.deepEqual(phases, ["migrate Succeeded", "queue Running", "web Running", "web Running"]);
    await project.succeed(["preview", "--expect-no-changes"]);
  });

  it("take another image without being replaced, but for the Job, whose template cannot change", async () => {
    const before = await uids();
    await project.succeed(["up", "--yes", "--skip-preview"], { IMAGE: "2.0" });
    const after = await uids();
    const same = Object.keys(before).filter((kind) => before[kind] === after[kind]);
    assert.deepEqual(same, ["deployment", "statefulSet", "cronJob"]);
  });

  it("are refused in preview where only the API server knows that the schedule is none", async () => {
    const { code, output } = await project.run(["preview"], { STEP: "badSchedule", IMAGE: "2.0" });
    assert.notEqual(code, 0);
    assert.match(output, /spec\.schedule.*99/);
  });

  it("are exempt from what a named option loosens, and from nothing else", async () => {
    const { output } = await project.succeed(["preview", ...PACK], { STEP: "loosened" });
    assert.doesNotMatch(output, /\[mandatory\]/);
    const exempted = [...output.matchAll(/([a-z-]+) is exempt until/g)].map(([, id]) => id);
    assert.deepEqual(exempted.sort(), [...Object.values(LOOSENED).flat(), "require-pod-security-labels"].sort());
  });

  it("leave nothing behind", async () => {
    await project.succeed(["destroy", "--yes", "--skip-preview"]);
    const { api } = await sharedCluster();
    assert.equal((await api.send("GET", "/api/v1/namespaces/workloads")).status, 404);
  });
});
