import assert from "node:assert/strict";
import {
  allowFrom,
  allowTo,
  HardenedDeployment,
  HardenedJob,
  HardenedStatefulSet,
  type WorkloadArgs,
} from "../../../components/index.js";
import { recordResources } from "../../support/recorded-resources.js";
import { describeWithOracle } from "../../support/tiers.js";
import { allowedTraffic, type Party } from "./network-traffic.js";
import { ARGS, inputsOf, podOf, WORKLOADS } from "./workload-kinds.js";

for (const [kind, create] of Object.entries(WORKLOADS))
  describe(`Hardened${kind}`, () => {
    it("NSA-POD-01, NSA-POD-14: runs as a user and groups other than root, its own where it has one", async () => {
      const { securityContext } = await podOf(kind);
      assert.equal(securityContext.runAsNonRoot, true);
      for (const id of ["runAsUser", "runAsGroup", "fsGroup"]) assert.equal(securityContext[id], 65_532);
      const own = (await podOf(kind, { runAsId: 70_001 })).securityContext;
      for (const id of ["runAsUser", "runAsGroup", "fsGroup"]) assert.equal(own[id], 70_001);
    });

    it("NSA-POD-04, NSA-POD-05: has a read-only root file system and writable paths of limited size", async () => {
      const { containers, volumes } = await podOf(kind, { writablePaths: { "/var/cache/web": "16Mi" } });
      assert.equal(containers[0].securityContext.readOnlyRootFilesystem, true);
      assert.deepEqual(containers[0].volumeMounts, [
        { name: "tmp", mountPath: "/tmp" },
        { name: "var-cache-web", mountPath: "/var/cache/web" },
      ]);
      assert.deepEqual(
        volumes.map(({ emptyDir }: { emptyDir: object }) => emptyDir),
        [{ sizeLimit: "64Mi" }, { sizeLimit: "16Mi" }],
      );
    });

    it("NSA-POD-03, NSA-POD-18, NSA-POD-23: is apart from the node as far as it is asked to be", async () => {
      const more = { userNamespace: true, requireAppArmor: true, runtimeClassName: "gvisor" };
      const { hostUsers, runtimeClassName, securityContext } = await podOf(kind, more);
      assert.deepEqual(
        [hostUsers, runtimeClassName, securityContext.appArmorProfile],
        [false, "gvisor", { type: "RuntimeDefault" }],
      );
    });

    it("NSA-POD-15, NSA-POD-16, NSA-POD-19: has no capability, no way to more rights, and a seccomp profile", async () => {
      const { containers, securityContext } = await podOf(kind);
      assert.deepEqual(containers[0].securityContext.capabilities, { drop: ["ALL"] });
      assert.equal(containers[0].securityContext.allowPrivilegeEscalation, false);
      assert.deepEqual(securityContext.seccompProfile, { type: "RuntimeDefault" });
    });

    it("NSA-POD-21, NSA-AUTH-12: has a service account of its own and no token, nor addresses of others", async () => {
      const spec = await podOf(kind);
      assert.equal(spec.serviceAccountName, "web");
      assert.equal(spec.automountServiceAccountToken, false);
      assert.equal(spec.enableServiceLinks, false);
      const account = inputsOf(await recordResources(create), "ServiceAccount");
      assert.equal(account.automountServiceAccountToken, false);
    });

    it("NSA-POD-21: has a token of an hour where it asks for one, in a place where clients look", async () => {
      const { volumes, containers, automountServiceAccountToken } = await podOf(kind, { serviceAccountToken: true });
      const { name, projected } = volumes.at(-1);
      assert.equal(projected.sources[0].serviceAccountToken.expirationSeconds, 3600);
      const mountPath = "/var/run/secrets/kubernetes.io/serviceaccount";
      assert.deepEqual(containers[0].volumeMounts.at(-1), { name, mountPath, readOnly: true });
      assert.equal(automountServiceAccountToken, false);
    });

    it("NSA-NET-12: has requests and limits, of memory and disk the same", async () => {
      const { requests, limits } = (await podOf(kind)).containers[0].resources;
      for (const amounts of [requests, limits])
        assert.deepEqual(Object.keys(amounts).sort(), ["cpu", "ephemeral-storage", "memory"]);
      for (const name of ["memory", "ephemeral-storage"]) assert.equal(requests[name], limits[name]);
    });

    it("NSA-SEC-01, CIS-K8S-5.4.1: has secrets as files that its own group alone reads", async () => {
      const { volumes, containers } = await podOf(kind, { secretFiles: { "/etc/login": "login" } });
      assert.deepEqual(volumes.at(-1), { name: "etc-login", secret: { secretName: "login", defaultMode: 0o440 } });
      assert.deepEqual(containers[0].volumeMounts.at(-1), {
        name: "etc-login",
        mountPath: "/etc/login",
        readOnly: true,
      });
      assert.deepEqual(containers[0].env, []);
    });

    it("keeps the names of its children", async () => {
      const names = (await recordResources(() => create({ flows: [allowTo({}, 5432)] }))).map(({ name }) => name);
      const server = ["web-disruption-budget", "web-service"];
      const own = {
        Deployment: "web-deployment",
        StatefulSet: "web-stateful-set",
        Job: "web-job",
        CronJob: "web-cron-job",
      };
      assert.deepEqual(
        names.sort(),
        [
          ...["web-flows-network-policy", "web-isolation", "web-service-account", own[kind as keyof typeof own]],
          ...(kind.endsWith("Job") ? [] : server),
        ].sort(),
      );
    });
  });

describe("servers and batch", () => {
  it("have probes of a port, and none without", async () => {
    const [probed] = (await podOf("Deployment", { probes: { readinessPath: "/ready", startupSeconds: 9 } })).containers;
    assert.deepEqual(probed.readinessProbe, { httpGet: { path: "/ready", port: 8080 } });
    assert.deepEqual(probed.livenessProbe.tcpSocket, { port: 8080 });
    assert.equal(probed.startupProbe.failureThreshold * probed.startupProbe.periodSeconds, 10);
    for (const [kind, more] of [
      ["Deployment", { port: undefined }],
      ["Job", {}],
    ] as const) {
      const { containers } = await podOf(kind, more);
      for (const field of ["ports", "readinessProbe", "livenessProbe", "startupProbe"])
        assert.equal(field in containers[0], false, field);
    }
  });

  it("listen below 1024 by a setting of the pod, without a capability", async () => {
    const { securityContext, containers } = await podOf("Deployment", { port: 80, privilegedPort: true });
    assert.deepEqual(securityContext.sysctls, [{ name: "net.ipv4.ip_unprivileged_port_start", value: "80" }]);
    assert.deepEqual(containers[0].securityContext.capabilities, { drop: ["ALL"] });
  });

  it("run one at a time, to an end, and are not started again in place", async () => {
    const { spec } = inputsOf(await recordResources(() => WORKLOADS.CronJob?.()), "CronJob");
    assert.equal(spec.concurrencyPolicy, "Forbid");
    assert.equal(spec.jobTemplate.spec.activeDeadlineSeconds, 3600);
    assert.equal(spec.jobTemplate.spec.template.spec.restartPolicy, "Never");
    const job = inputsOf(await recordResources(() => WORKLOADS.Job?.({ deadlineSeconds: 1200 })), "Job");
    assert.equal(job.spec.activeDeadlineSeconds, 1200);
    assert.equal(job.metadata.annotations["pulumi.com/timeoutSeconds"], "1260");
    assert.equal("ttlSecondsAfterFinished" in job.spec, false);
  });

  it("wait for no endpoint where there is no pod", async () => {
    for (const [replicas, annotations] of [
      [0, { "pulumi.com/skipAwait": "ready" }],
      [1, {}],
    ] as const) {
      const recorded = await recordResources(() => WORKLOADS.Deployment?.({ replicas }));
      assert.deepEqual(inputsOf(recorded, "Service").metadata.annotations, annotations);
    }
  });
});

describeWithOracle("network-policy", "the flows of workloads", () => {
  it("NSA-NET-05, NSA-NET-06: nobody talks to a workload but by a flow that both declare", async () => {
    const flows = (more: Pick<WorkloadArgs, "flows">) => ({ ...ARGS, port: 8080, ...more });
    const recorded = await recordResources(() => {
      new HardenedDeployment("web", flows({ flows: [allowTo({ labels: { "app.kubernetes.io/name": "db" } }, 8080)] }));
      new HardenedStatefulSet(
        "db",
        flows({ flows: [allowFrom({ labels: { "app.kubernetes.io/name": "web" } }, 8080)] }),
      );
      new HardenedJob("job", ARGS);
    });
    const policies = recorded
      .filter(({ type }) => type.endsWith(":NetworkPolicy"))
      .map(({ inputs }) => inputs as object);
    const pod = (name: string, ip: string): Party => ({
      ip,
      namespace: "shop",
      labels: { "app.kubernetes.io/name": name },
    });
    const parties = [pod("web", "10.1.0.1"), pod("db", "10.1.0.2"), pod("job", "10.1.0.3"), pod("other", "10.1.0.4")];
    const everything = [...parties, { ip: "203.0.113.9" }]
      .flatMap((from) => parties.slice(0, 3).flatMap((to) => [8080, 80].map((port) => ({ from, to, port }))))
      .filter(({ from, to }) => from !== to);
    const allowed = await allowedTraffic(policies, everything);
    const through = everything.filter((_, index) => allowed[index]);
    assert.deepEqual(through, [{ from: parties[0], to: parties[1], port: 8080 }]);
  });
});
