import assert from "node:assert/strict";
import { join } from "node:path";
import { dayAfter, today } from "../../../policy-pack/exemptions/day.js";
import type { Cluster } from "../../../sandbox/cluster.js";
import { sharedCluster } from "../../support/cluster.js";
import { REPOSITORY } from "../../support/command.js";
import { EngineProject } from "../../support/engine-project.js";
import { describeWithTools } from "../../support/tiers.js";

const NAMESPACE = "workloads";
const PACK = ["--policy-pack", join(REPOSITORY, "policy-pack")];

/** Each workload with everything that it can have without being loosened; `VERSION` is that of the image. */
const PROGRAM = `
const kubernetes = require("@pulumi/kubernetes");
const rampart = require(${JSON.stringify(REPOSITORY)});
const { VERSION = "1.0.0", CPU = "100m", STEP, HOLDS, ENDED } = process.env;
const image = "registry.example/shop/app:" + VERSION;
const workloads = () => {
  const { namespaceName: namespace } = new rampart.HardenedNamespace("${NAMESPACE}");
  new kubernetes.core.v1.ConfigMap("settings", { metadata: { name: "settings", namespace }, data: { "web.conf": "a" } });
  new kubernetes.core.v1.Secret("login", { metadata: { name: "login", namespace }, stringData: { key: "a" } });
  const shared = {
    namespace, image, command: ["/app"], args: ["--quiet"], environment: { MODE: "fast" },
    secretFiles: { "/etc/login": "login" }, configFiles: { "/etc/web": "settings" },
    writablePaths: { "/var/cache/web": "16Mi" }, runAsId: 70001, terminationGracePeriodSeconds: 5,
  };
  new rampart.HardenedDeployment("web", { ...shared, port: 80, privilegedPort: true, serviceAccountToken: true,
    probes: { readinessPath: "/ready", startupSeconds: 10 },
    flows: [rampart.allowFrom({ namespace: "ingress" }, 80),
      rampart.allowTo({ labels: { "app.kubernetes.io/name": "db" } }, 5432)],
  });
  new rampart.HardenedDeployment("worker", { namespace, image, replicas: 1, userNamespace: true });
  new rampart.HardenedStatefulSet("db", { ...shared, port: 5432,
    storage: { path: "/data", size: "1Gi", storageClass: "${NAMESPACE}" },
    flows: [rampart.allowFrom({ labels: { "app.kubernetes.io/name": "web" } }, 5432)],
  });
  new rampart.HardenedJob("migration", shared);
  new rampart.HardenedCronJob("report", { ...shared, schedule: "15 3 * * *", resources: { cpu: CPU }, timeZone: "Europe/Berlin" });
};
const loosened = (name, expires) => {
  const by = (reason) => ({ reason, owner: "team-shop", expires });
  new rampart.HardenedDeployment(name, { namespace: "${NAMESPACE}", image: "registry.example/shop/app:latest", port: 8080,
    allowRootUser: by("root"), allowWritableRootFilesystem: by("writable"), allowFloatingTag: by("tag"),
    allowAddedCapabilities: { ...by("capability"), capabilities: ["CHOWN", "SYS_PTRACE"] },
    allowSecretsInEnvironment: { ...by("variable"), variables: { KEY: { secret: "login", key: "key" } } },
  });
};
if (STEP === "loosened") {
  loosened("loose", HOLDS);
  loosened("late", ENDED);
} else workloads();
`;

/** What the loosened workload breaks in the default profile, and the reasons that it gives. */
const BROKEN = [
  ["no-latest-images", "tag"],
  ["no-root-user", "root"],
  ["require-dropped-capabilities", "capability"],
  ["require-read-only-root-filesystem", "writable"],
  ["require-run-as-non-root", "root"],
  ["restrict-added-capabilities", "capability"],
] as const;

interface Live {
  readonly metadata: { readonly uid: string; readonly name: string; readonly labels?: Record<string, string> };
  readonly spec: Record<string, unknown>;
  readonly status: Record<string, unknown>;
}
interface Templated {
  readonly metadata: object;
  readonly spec: { readonly containers: readonly { readonly image: string }[] };
}

describeWithTools("workloads on the real API server", function () {
  this.timeout(240_000);
  let cluster: Cluster;
  let project: EngineProject;

  const path = (group: string, plural: string, name = "") =>
    `${group === "" ? "/api/v1" : `/apis/${group}/v1`}/namespaces/${NAMESPACE}/${plural}/${name}`.replace(/\/$/, "");
  const get = async (group: string, plural: string, name: string) =>
    (await cluster.api.json("GET", path(group, plural, name))) as Live;
  const list = async (group: string, plural: string) =>
    ((await cluster.api.json("GET", path(group, plural))) as { items: Live[] }).items;
  const up = (env: NodeJS.ProcessEnv = {}) => project.succeed(["up", "--yes", "--skip-preview", ...PACK], env);
  const controllers = () =>
    Promise.all([
      get("apps", "deployments", "web"),
      get("apps", "deployments", "worker"),
      get("apps", "statefulsets", "db"),
      get("batch", "cronjobs", "report"),
      get("batch", "jobs", "migration"),
    ]);
  /** What each controller makes pods from. */
  const templates = async () =>
    (await controllers()).map(({ spec }) => {
      const { jobTemplate } = spec as { jobTemplate?: { spec: { template: Templated } } };
      return jobTemplate?.spec.template ?? (spec.template as Templated);
    });
  const tryPod = (spec: object, metadata: object = {}) =>
    cluster.api.send("POST", `${path("", "pods")}?dryRun=All`, {
      ...{ apiVersion: "v1", kind: "Pod", metadata: { generateName: "try-", ...metadata }, spec },
    });

  before(async () => {
    cluster = await sharedCluster();
    project = await EngineProject.create({ "index.js": PROGRAM }, cluster.kubeconfig);
    // What a storage driver would provide.
    await cluster.api.json("POST", "/api/v1/persistentvolumes", {
      apiVersion: "v1",
      kind: "PersistentVolume",
      metadata: { name: NAMESPACE },
      spec: {
        ...{ capacity: { storage: "1Gi" }, accessModes: ["ReadWriteOnce"], storageClassName: NAMESPACE },
        csi: { driver: "storage.example", volumeHandle: NAMESPACE },
      },
    });
  });
  after(async () => {
    await cluster?.api.send("DELETE", `/api/v1/persistentvolumes/${NAMESPACE}`);
    project?.close();
  });

  it("NSA-POD-09, NSA-NET-11: runs each where Pod Security restricted and a quota are enforced, with the pack on", async () => {
    const { output } = await up();
    assert.doesNotMatch(output, /\[(?:mandatory|advisory)\]|warning/);
    const pods = await list("", "pods");
    const phases = pods.map(({ metadata, status }) => `${metadata.labels?.["app.kubernetes.io/name"]} ${status.phase}`);
    assert.deepEqual(phases.sort(), [
      "db Running",
      "migration Succeeded",
      "web Running",
      "web Running",
      "worker Running",
    ]);
  });

  it("NSA-POD-10, NSA-POD-15, NSA-POD-16: is refused by the API server as soon as it is privileged", async () => {
    const report = (await templates())[3]?.spec;
    for (const spec of [...(await list("", "pods")).map((pod) => pod.spec as unknown as Templated["spec"]), report]) {
      assert.ok(spec);
      assert.equal((await tryPod(spec)).status, 201);
      const containers = spec.containers.map((container) => ({ ...container, securityContext: { privileged: true } }));
      const { status, text } = await tryPod({ ...spec, containers });
      assert.equal(status, 403);
      assert.match(text, /violates PodSecurity/);
    }
  });

  it("NSA-POD-21: gives the API server's token to nobody but who asked for it", async () => {
    const volumes = (await list("", "pods")).map(({ metadata, spec }) => [
      metadata.labels?.["app.kubernetes.io/name"],
      JSON.stringify(spec).includes("serviceAccountToken"),
    ]);
    for (const [name, token] of volumes) assert.equal(token, name === "web", String(name));
  });

  it("lets every node be drained, a pod at a time", async () => {
    for (const { metadata, status } of (
      (await cluster.api.json("GET", `/apis/policy/v1/namespaces/${NAMESPACE}/poddisruptionbudgets`)) as {
        items: Live[];
      }
    ).items)
      assert.equal(status.disruptionsAllowed, 1, metadata.name);
  });

  it("does not change when nothing did", async () => {
    await project.succeed(["preview", "--expect-no-changes"]);
  });

  it("takes a new image in place, but for the job, which runs again", async () => {
    const before = await controllers();
    await up({ VERSION: "1.0.1" });
    const after = await controllers();
    const kept = after.map(({ metadata }, index) => metadata.uid === before[index]?.metadata.uid);
    assert.deepEqual(kept, [true, true, true, true, false]);
    for (const { spec } of await templates())
      assert.equal(spec.containers[0]?.image, "registry.example/shop/app:1.0.1");
    assert.equal(after.at(-1)?.status.succeeded, 1);
  });

  it("is refused in preview where only the API server sees the mistake", async () => {
    const { code, output } = await project.run(["preview"], { VERSION: "1.0.1", CPU: "2" });
    assert.notEqual(code, 0);
    assert.match(output, /requests: Invalid value: "2": must be less than or equal to cpu limit of 500m/);
  });

  it("is exempt from what its loosened controls break until the day that was stated, and refused from then on", async () => {
    const [HOLDS, ENDED] = [dayAfter(today(), 20), dayAfter(today(), -1)];
    const { code, output } = await project.run(["preview", ...PACK], { STEP: "loosened", HOLDS, ENDED });
    assert.notEqual(code, 0);
    const told = (policy: string, name: string) =>
      [...output.matchAll(new RegExp(` ${policy} {2}\\([^)]*: ${name}-deployment\\)\n.*\n +(.*)`, "g"))].map(
        ([, text]) => text,
      );
    const exempt = told("rampart-exempt", "loose").map((text) => text?.replace(/ \(team-shop, .*\)/, ""));
    assert.deepEqual(
      exempt.sort(),
      BROKEN.map(([policy, reason]) => `${policy} is exempt until ${HOLDS}: ${reason}`),
    );
    for (const [policy] of BROKEN) {
      assert.deepEqual(told(policy, "loose"), []);
      assert.match(told(policy, "late")[0] ?? "", new RegExp(`It was exempt until ${ENDED}`), policy);
    }
    assert.equal(output.split("[mandatory]").length - 1, BROKEN.length);
  });

  it("goes without a rest", async () => {
    await project.succeed(["destroy", "--yes", "--skip-preview"]);
    assert.equal((await project.deployment()).resources, undefined);
    assert.equal((await cluster.api.send("GET", `/api/v1/namespaces/${NAMESPACE}`)).status, 404);
  });
});
