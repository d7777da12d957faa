import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { ADMISSION_POLICIES } from "../../../../components/baseline/admission/policies/index.js";
import type { AdmissionPoliciesArgs } from "../../../../components/index.js";
import { AdmissionAction, EnforcementMode } from "../../../../components/index.js";
import type { Cluster } from "../../../../sandbox/cluster.js";
import type { Response } from "../../../../sandbox/control-plane/https-client.js";
import { COMPLIANT_CONTAINER, COMPLIANT_POD } from "../../../policy-pack/pods.js";
import { enforcingNamespace, removeNamespace } from "../../../proof/pod-security/server.js";
import { sharedCluster } from "../../../support/cluster.js";
import { REPOSITORY } from "../../../support/command.js";
import { EngineProject } from "../../../support/engine-project.js";
import { describeWithTools } from "../../../support/tiers.js";

const NAMESPACE = "admission";
const NEW_NAMESPACE = "admission-new";
const PODS = `/api/v1/namespaces/${NAMESPACE}/pods?dryRun=All`;
const POLICIES = "/apis/admissionregistration.k8s.io/v1";
const UP = ["up", "--yes", "--skip-preview"];
const DESTROY = ["destroy", "--yes", "--skip-preview"];
const IN_FORCE_LIMIT_MS = 30_000;

const PROGRAM = `
const { AdmissionPolicies } = require(${JSON.stringify(REPOSITORY)});
exports.names = new AdmissionPolicies("admission", require("./args.json")).policyNames;
`;

/** Others are in force in the other suites; each costs the engine a second. */
const ASKED = ["no-latest-images", "require-read-only-root-filesystem"];
const OFF = Object.fromEntries(
  ADMISSION_POLICIES.filter(({ id }) => !ASKED.includes(id)).map(({ id }) => [id, AdmissionAction.Off]),
);

const EXEMPTION = {
  policies: ["require-read-only-root-filesystem"],
  namespace: NAMESPACE,
  reason: "It writes beside its program until version 2.",
  owner: "team-shop",
};
const AUDIT: AdmissionPoliciesArgs = { mode: EnforcementMode.Audit, policies: OFF };
const ENFORCE: AdmissionPoliciesArgs = {
  policies: { ...OFF, "no-latest-images": AdmissionAction.Off },
  writeDefaults: true,
  exemptions: [
    { ...EXEMPTION, name: "web-*", expires: "2999-12-31" },
    { ...EXEMPTION, name: "old", expires: "2026-01-01" },
  ],
};

const good = (name: string) => ({ metadata: { name }, spec: COMPLIANT_POD });
/** A pod that two policies refuse, for its file system and its tag. */
const bad = (name: string) => {
  const [digestless = ""] = COMPLIANT_CONTAINER.image.split(":");
  const container = { ...COMPLIANT_CONTAINER, image: `${digestless}:latest`, securityContext: {} };
  return { metadata: { name }, spec: { ...COMPLIANT_POD, containers: [container] } };
};

describeWithTools("AdmissionPolicies on the engine and the real API server", function () {
  this.timeout(240_000);
  let cluster: Cluster;
  let project: EngineProject;
  let isDestroyed = false;
  before(async () => {
    cluster = await sharedCluster();
    await enforcingNamespace(cluster, NAMESPACE, "privileged");
    await cluster.api.json("POST", `/api/v1/namespaces/${NAMESPACE}/serviceaccounts`, { metadata: { name: "app" } });
    project = await EngineProject.create({ "index.js": PROGRAM, "args.json": "{}" }, cluster.kubeconfig);
  });
  after(async () => {
    if (!isDestroyed) await project?.run(DESTROY);
    project?.close();
    if (cluster !== undefined) for (const name of [NAMESPACE, NEW_NAMESPACE]) await removeNamespace(cluster, name);
  });

  const post = (pod: object): Promise<Response> => cluster.api.send("POST", PODS, pod);
  const warningsOf = ({ headers }: Response): string => [headers.warning ?? []].flat().join("\n");

  async function until(what: string, check: () => Promise<boolean>): Promise<void> {
    const end = Date.now() + IN_FORCE_LIMIT_MS;
    while (!(await check())) {
      if (Date.now() > end) throw new Error(`in vain waited until ${what}`);
      await sleep(25);
    }
  }

  /** Runs the engine while somebody keeps asking for a pod that nothing is wrong with, and is never refused. */
  async function engine(args: readonly string[], settings: AdmissionPoliciesArgs): Promise<string> {
    project.write({ "args.json": JSON.stringify(settings) });
    let isRunning = true;
    const run = project.succeed(args).finally(() => {
      isRunning = false;
    });
    for (; isRunning; await sleep(50)) {
      const { status, text } = await post(good("bystander"));
      assert.equal(status, 201, text);
    }
    return (await run).output;
  }

  it("NSA-POD-04, NSA-POD-06: warns and writes to the audit log in a phase of audit, and refuses nothing", async () => {
    await engine(UP, AUDIT);
    for (const id of ["require-read-only-root-filesystem", "no-latest-images"])
      await until(`${id} warns`, async () => {
        const response = await post(bad("web"));
        assert.equal(response.status, 201);
        return warningsOf(response).includes(`ValidatingAdmissionPolicy '${id}.rampart.dev'`);
      });
    await until("it is in the audit log", async () =>
      readFileSync(cluster.auditLog, "utf8")
        .split("\n")
        .some((line) => line.includes('/validation_failure"') && line.includes("require-read-only-root-filesystem")),
    );
  });

  it("NSA-POD-04: refuses what it warned of, but for what is exempt until a day to come", async () => {
    const output = await engine(UP, ENFORCE);
    assert.match(
      output,
      /exemptions: that of admission\/old from require-read-only-root-filesystem \(team-shop\) ended with 2026-01-01/,
    );
    await until("it refuses", async () => (await post(bad("web"))).status === 422);
    const { message } = JSON.parse((await post(bad("web"))).text) as { readonly message: string };
    assert.match(
      message,
      /denied request: container "app" must set securityContext\.readOnlyRootFilesystem=true\. Fix: set readOnlyRootFilesystem to true, mount an emptyDir to write to\.$/,
    );
    assert.equal((await post(bad("web-1"))).status, 201);
    assert.equal((await post(bad("old"))).status, 422);
  });

  it("NSA-POD-09, NSA-POD-21: writes Pod Security labels and a locked default account into a new namespace", async () => {
    const path = "/api/v1/namespaces";
    const labelsOf = async (query: string, name: string, own?: object): Promise<Readonly<Record<string, string>>> => {
      const body = { metadata: { name, labels: own } };
      const { metadata } = await cluster.api.json<{ metadata: { labels: Readonly<Record<string, string>> } }>(
        "POST",
        path + query,
        body,
      );
      return metadata.labels;
    };
    const ENFORCE_LABEL = "pod-security.kubernetes.io/enforce";
    await until("it writes labels", async () => ENFORCE_LABEL in (await labelsOf("?dryRun=All", NEW_NAMESPACE)));
    const labels = await labelsOf("", NEW_NAMESPACE);
    assert.equal(labels[ENFORCE_LABEL], "restricted");
    assert.match(labels[`${ENFORCE_LABEL}-version`] ?? "", /^v1\.\d+$/);
    const account = `${path}/${NEW_NAMESPACE}/serviceaccounts/default`;
    await until("there is an account", async () => (await cluster.api.send("GET", account)).status === 200);
    const { automountServiceAccountToken } = await cluster.api.json<{ automountServiceAccountToken?: boolean }>(
      "GET",
      account,
    );
    assert.equal(automountServiceAccountToken, false);
    const own = await labelsOf("?dryRun=All", "own", { [ENFORCE_LABEL]: "baseline" });
    assert.deepEqual(own, { [ENFORCE_LABEL]: "baseline", "kubernetes.io/metadata.name": "own" });
  });

  it("changes nothing at a second run, and is gone after destroy", async () => {
    const output = await engine(UP, ENFORCE);
    assert.match(output, /unchanged/);
    assert.doesNotMatch(output, /\b(?:created|updated|replaced|deleted)\b/);
    await engine(DESTROY, ENFORCE);
    isDestroyed = true;
    for (const kind of ["validating", "mutating"])
      for (const part of ["policies", "policybindings"]) {
        const { items } = await cluster.api.json<{ items: { metadata: { name: string } }[] }>(
          "GET",
          `${POLICIES}/${kind}admission${part}`,
        );
        assert.deepEqual(
          items.filter(({ metadata }) => metadata.name.endsWith(".rampart.dev")),
          [],
        );
      }
    await until("it passes again", async () => (await post(bad("web"))).status === 201);
  });
});
