import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { dump, load } from "js-yaml";
import { exceeded, sumsOf } from "../../../components/baseline/inspection/sums.js";
import { type InspectClusterOptions, inspectCluster } from "../../../components/index.js";
import { CertificateAuthority } from "../../../sandbox/control-plane/pki.js";
import { sharedCluster } from "../../support/cluster.js";
import { describeWithTools } from "../../support/tiers.js";

interface Kubeconfig {
  readonly clusters: { cluster: Record<string, string> }[];
  readonly users: { user: Record<string, string> }[];
  readonly contexts: { name: string }[];
}

describeWithTools("inspectCluster on the real API server", function () {
  this.timeout(120_000);
  let folder: string;
  before(() => {
    folder = mkdtempSync(join(tmpdir(), "rampart-inspect-"));
  });
  after(() => rmSync(folder, { recursive: true, force: true }));

  /** The administrator's kubeconfig, changed. */
  const changed = async (change: (config: Kubeconfig) => void): Promise<InspectClusterOptions> => {
    const config = load(readFileSync((await sharedCluster()).kubeconfig, "utf8")) as Kubeconfig;
    change(config);
    const kubeconfig = join(folder, "kubeconfig");
    writeFileSync(kubeconfig, dump(config));
    return { kubeconfig };
  };
  const withServer = (server: string) =>
    changed(({ clusters }) => {
      for (const { cluster } of clusters) cluster.server = server;
    });
  const refusal = async (options: InspectClusterOptions): Promise<string> => {
    const error = await inspectCluster(options).then(
      () => assert.fail("it was inspected"),
      (reason: unknown) => reason,
    );
    return error instanceof Error ? error.message : String(error);
  };

  it("finds version, served kinds, and what pods ask for by namespace; and changes nothing", async () => {
    const { kubeconfig, server, api } = await sharedCluster();
    const found = await inspectCluster({ kubeconfig });
    assert.equal(found.server, server);
    assert.equal(found.version, "1.37");
    assert.deepEqual(found.served, ["ValidatingAdmissionPolicy", "MutatingAdmissionPolicy"]);
    const system = (await api.json("GET", "/api/v1/namespaces/kube-system")) as { metadata: { uid: string } };
    assert.equal(found.id, system.metadata.uid);
    assert.equal(found.namespaces.find(({ name }) => name === "kube-public")?.sums.pods, 0);
  });

  it("names every right that is missing, by verb, resource and what needs it", async () => {
    const { api } = await sharedCluster();
    const account = { apiVersion: "v1", kind: "ServiceAccount", metadata: { name: "viewer" } };
    await api.json("POST", "/api/v1/namespaces/default/serviceaccounts", account);
    const request = { apiVersion: "authentication.k8s.io/v1", kind: "TokenRequest", spec: {} };
    const { status } = (await api.json("POST", "/api/v1/namespaces/default/serviceaccounts/viewer/token", request)) as {
      status: { token: string };
    };
    const message = await refusal(
      await changed(({ users }) => {
        for (const entry of users) entry.user = { token: status.token };
      }),
    );
    await api.send("DELETE", "/api/v1/namespaces/default/serviceaccounts/viewer");
    assert.match(message, /^These credentials must be allowed in the whole cluster to:\n/);
    assert.match(message, /^ {2}get, create, patch, delete, list namespaces \(HardenedNamespace\)$/m);
    assert.match(message, /validatingadmissionpolicies\.admissionregistration\.k8s\.io \(AdmissionPolicies\)$/m);
    assert.doesNotMatch(message, new RegExp(status.token));
  });

  it("says in one sentence why a cluster cannot be asked", async () => {
    const { server } = await sharedCluster();
    assert.match(
      await refusal(await withServer("https://127.0.0.1:1")),
      /127\.0\.0\.1:1 cannot be asked: nobody listens/,
    );
    assert.match(await refusal(await withServer("https://cluster.invalid")), /the name is not known to DNS/);
    const stranger = await CertificateAuthority.create("stranger");
    const data = Buffer.from(stranger.certificate).toString("base64");
    const wrong = await changed(({ clusters }) => {
      for (const { cluster } of clusters) {
        delete cluster["certificate-authority"];
        cluster["certificate-authority-data"] = data;
      }
    });
    assert.equal(
      await refusal(wrong),
      `The API server ${server} cannot be asked: its certificate is not one of the kubeconfig's authority.`,
    );
    const nobody = await changed(({ users }) => {
      for (const entry of users) entry.user = { token: "none" };
    });
    assert.equal(await refusal(nobody), `The API server ${server} refuses these credentials (401).`);
  });

  it("does not wait for ever for a server that says nothing, and lets go of it", async () => {
    const silent = createServer().listen(0, "127.0.0.1");
    const ended: Promise<unknown>[] = [];
    silent.on("connection", (socket) => {
      socket.on("error", () => {}).resume();
      ended.push(new Promise((done) => socket.once("close", done)));
    });
    try {
      await new Promise((done) => silent.once("listening", done));
      const { port } = silent.address() as { port: number };
      const options = { ...(await withServer(`https://127.0.0.1:${port}`)), timeoutSeconds: 0.5 };
      assert.match(await refusal(options), new RegExp(`127\\.0\\.0\\.1:${port} does not answer within 0\\.5 s\\.$`));
      assert.notEqual(ended.length, 0);
      await Promise.all(ended);
    } finally {
      silent.close();
    }
  });

  it("names a context that there is not, with those that there are, and a kubeconfig that cannot be read", async () => {
    const { kubeconfig } = await sharedCluster();
    const { contexts } = load(readFileSync(kubeconfig, "utf8")) as Kubeconfig;
    assert.equal(
      await refusal({ kubeconfig, context: "prod" }),
      `There is no context "prod"; the kubeconfig has: ${contexts.map(({ name }) => name).join(", ")}.`,
    );
    assert.match(await refusal({ kubeconfig: join(folder, "none") }), /kubeconfig .*none cannot be read: ENOENT/);
  });
});

describe("the sums of pods", () => {
  const container = (cpu: string, memory: string, more: object = {}) => ({
    name: "c",
    resources: { requests: { cpu, memory }, limits: { memory } },
    ...more,
  });

  it("count what a quota counts: running pods, sidecars, and an init container that asks for more", () => {
    const pods = [
      { spec: { containers: [container("500m", "1Gi"), container("1", "512Mi")] } },
      {
        spec: {
          containers: [container("100m", "64Mi")],
          initContainers: [container("2", "1Mi"), container("100m", "64Mi", { restartPolicy: "Always" })],
        },
      },
      { spec: { containers: [container("8", "8Gi")] }, status: { phase: "Succeeded" } },
    ];
    assert.deepEqual(sumsOf(pods), {
      pods: 2,
      cpu: 3.5,
      memory: 1664 * 2 ** 20,
      memoryLimit: 1664 * 2 ** 20,
    });
  });

  it("are held against each quota that there is", () => {
    const sums = { pods: 6, cpu: 3.5, memory: 2 ** 30, memoryLimit: 2 ** 31 };
    assert.deepEqual(exceeded(sums, { pods: 6, cpu: "3500m", memory: "2Gi" }), []);
    assert.deepEqual(exceeded(sums, { pods: 5, cpu: "3", memory: "1.5Gi" }), [
      "quota.pods is 5, and 6 are there",
      "quota.cpu is 3, and pods ask for 3500m",
      "quota.memory is 1.5Gi, and pods ask for 2048Mi",
    ]);
    assert.deepEqual(exceeded(sums, {}), []);
  });
});
