import assert from "node:assert/strict";
import {
  type Concurrency,
  HardenedCronJob,
  type HardenedCronJobArgs,
  HardenedDeployment,
  type HardenedDeploymentArgs,
  HardenedJob,
  HardenedStatefulSet,
  type HardenedStatefulSetArgs,
} from "../../../components/index.js";
import { type RecordedResource, recordResources } from "../../support/recorded-resources.js";

const BASE = { namespace: "shop", image: "registry.example/app:1.0" };
const why = { reason: "Until it is rebuilt.", owner: "shop-team", expires: "2099-12-31" };

/** The pod template of what a workload made, whatever its kind. */
function templateOf(recorded: readonly RecordedResource[]) {
  const found = recorded.find(({ type }) => /:(?:Deployment|StatefulSet|CronJob|Job)$/.test(type));
  const spec = found?.inputs.spec;
  return (spec.jobTemplate?.spec ?? spec).template.spec;
}

const WORKLOADS: Readonly<Record<string, () => unknown>> = {
  HardenedDeployment: () => new HardenedDeployment("app", { ...BASE, port: 8080 }),
  HardenedStatefulSet: () => new HardenedStatefulSet("app", { ...BASE, port: 8080 }),
  HardenedCronJob: () => new HardenedCronJob("app", { ...BASE, schedule: "@daily" }),
  HardenedJob: () => new HardenedJob("app", BASE),
};

describe("hardened workloads", () => {
  for (const [kind, create] of Object.entries(WORKLOADS))
    it(`NSA-POD-05, NSA-POD-15, NSA-POD-16, NSA-POD-19, NSA-AUTH-12: harden the pods of ${kind}`, async () => {
      const { containers, volumes, ...spec } = templateOf(await recordResources(create));
      assert.deepEqual(spec.securityContext, {
        runAsNonRoot: true,
        runAsUser: 65_532,
        runAsGroup: 65_532,
        fsGroup: 65_532,
        seccompProfile: { type: "RuntimeDefault" },
      });
      assert.equal(spec.serviceAccountName, "app");
      assert.equal(spec.automountServiceAccountToken, false);
      assert.equal(spec.enableServiceLinks, false);
      assert.deepEqual(containers[0].securityContext, {
        allowPrivilegeEscalation: false,
        readOnlyRootFilesystem: true,
        capabilities: { drop: ["ALL"] },
      });
      assert.deepEqual(volumes, [{ name: "tmp", emptyDir: { sizeLimit: "64Mi" } }]);
    });

  it("CIS-K8S-5.4.1, NSA-SEC-01: mount Secrets as files that the group may read, and nobody may write", async () => {
    const { containers, volumes } = templateOf(
      await recordResources(
        () =>
          new HardenedJob("app", {
            ...BASE,
            writablePaths: ["/var/cache/app"],
            secretFiles: [{ name: "database", path: "/etc/database" }],
            configFiles: [{ name: "settings", path: "/etc/settings" }],
          }),
      ),
    );
    assert.deepEqual(volumes.slice(1), [
      { name: "var-cache-app", emptyDir: { sizeLimit: "64Mi" } },
      { name: "etc-database", secret: { secretName: "database", defaultMode: 0o440 } },
      { name: "etc-settings", configMap: { name: "settings" } },
    ]);
    assert.deepEqual(containers[0].volumeMounts.slice(1), [
      { name: "var-cache-app", mountPath: "/var/cache/app" },
      { name: "etc-database", mountPath: "/etc/database", readOnly: true },
      { name: "etc-settings", mountPath: "/etc/settings", readOnly: true },
    ]);
  });

  it("NSA-POD-03, NSA-POD-18, NSA-POD-23: isolate further where that is asked for", async () => {
    const more = { userNamespace: true, appArmor: true, runtimeClassName: "gvisor", runAsId: 70_001 };
    const spec = templateOf(await recordResources(() => new HardenedJob("app", { ...BASE, ...more })));
    assert.equal(spec.hostUsers, false);
    assert.equal(spec.runtimeClassName, "gvisor");
    assert.deepEqual(spec.securityContext.appArmorProfile, { type: "RuntimeDefault" });
    assert.equal(spec.securityContext.runAsUser, 70_001);
  });

  it("probe a server by its port, or by the path that it names", async () => {
    const probesOf = async (args: Partial<HardenedDeploymentArgs>) => {
      const [container] = templateOf(
        await recordResources(() => new HardenedDeployment("app", { ...BASE, port: 8080, ...args })),
      ).containers;
      return [container.startupProbe, container.readinessProbe, container.livenessProbe];
    };
    for (const probe of await probesOf({})) assert.deepEqual(probe.tcpSocket, { port: 8080 });
    for (const probe of await probesOf({ healthPath: "/healthz" }))
      assert.deepEqual(probe.httpGet, { path: "/healthz", port: 8080 });
  });

  const server = (args: Partial<HardenedStatefulSetArgs>) => () =>
    new HardenedStatefulSet("app", { ...BASE, port: 8080, ...args });
  const cron = (args: Partial<HardenedCronJobArgs>) => () =>
    new HardenedCronJob("app", { ...BASE, schedule: "@daily", ...args });
  const MISTAKES: readonly (readonly [string, () => unknown, RegExp])[] = [
    ["a name that is none", () => new HardenedJob("My App", BASE), /name: must be at most 63 .* got "My App"/],
    ["a namespace that is none", server({ namespace: "My_Shop" }), /namespace: must be at most 63 .* got "My_Shop"/],
    ["half a pod", server({ replicas: 0.5 }), /replicas: must be a whole number, 0 or more, got 0\.5/],
    ["a quantity that is none", server({ resources: { memory: "1GB" } }), /resources\.memory: must be a Kubernetes/],
    ["a relative path", server({ writablePaths: ["cache"] }), /writablePaths: must be absolute paths .* got "cache"/],
    ["the whole file system", server({ writablePaths: ["/"] }), /writablePaths: must be absolute paths .* got "\/"/],
    ["a path twice", server({ writablePaths: ["/tmp"] }), /must be different paths, got "\/tmp" twice/],
    ["root by its number", server({ runAsId: 0 }), /runAsId: must be a whole number from 1 to 2147483647, got 0/],
    ["a variable that is none", server({ environment: { "A B": "c" } }), /environment: must have names .* got "A B"/],
    ["a path of health that is none", server({ healthPath: "ok" }), /healthPath: must begin with "\/", got "ok"/],
    ["storage without a size", server({ storage: { path: "/data", size: "big" } }), /storage\.size: must be a Kube/],
    ["storage in /tmp", server({ storage: { path: "/tmp", size: "1Gi" } }), /storage\.path: must be an absolute path/],
    [
      "a capability by its kernel name",
      server({ allowCapabilities: { ...why, add: ["CAP_NET_RAW"] } }),
      /allowCapabilities\.add: must be names such as "NET_RAW", got "CAP_NET_RAW"/,
    ],
    ["a loosening without an owner", server({ allowRootUser: { ...why, owner: "" } }), /exempt: owner must be a text/],
    ["a schedule of six fields", cron({ schedule: "0 0 2 * * *" }), /schedule: must have five fields/],
    ["a time zone in the schedule", cron({ schedule: "TZ=UTC 0 2 * * *" }), /schedule: must have five fields/],
    ["a concurrency that is none", cron({ concurrency: "Never" as Concurrency }), /concurrency: must be one of Forbid/],
    ["a job without end", cron({ activeDeadlineSeconds: 0 }), /activeDeadlineSeconds: must be a whole number, 1 or/],
    ["a negative number of retries", cron({ backoffLimit: -1 }), /backoffLimit: must be a whole number, 0 or more/],
  ];
  for (const [mistake, create, message] of MISTAKES)
    it(`refuse ${mistake}`, () => {
      assert.throws(create, message);
    });
});
