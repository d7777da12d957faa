import assert from "node:assert/strict";
import { POD_SECURITY_STANDARDS } from "../../controls/index.js";
import { KUBERNETES_VERSIONS } from "../../controls/kubernetes-versions.js";
import { policies } from "../../policy-pack/policies/index.js";
import type { PodExample } from "../../policy-pack/policy.js";
import type { Cluster } from "../../sandbox/cluster.js";
import { judge } from "../policy-pack/pods.js";
import { sharedCluster } from "../support/cluster.js";
import { describeWithTools } from "../support/tiers.js";
import { LEVELS, type Level } from "./pod-security/oracle.js";
import { policyOfCheck } from "./pod-security/ours.js";
import {
  askForEphemeral,
  askToCreate,
  completed,
  enforcingNamespace,
  removeNamespace,
  type ServerVerdict,
} from "./pod-security/server.js";

/** What the API server calls a failing check (`ForbiddenReason` in k8s.io/pod-security-admission/policy). */
const REASONS: Readonly<Record<string, string>> = {
  allowPrivilegeEscalation: "allowPrivilegeEscalation != false",
  appArmorProfile: "forbidden AppArmor profile",
  capabilities_baseline: "non-default capabilities",
  capabilities_restricted: "unrestricted capabilities",
  hostNamespaces: "host namespaces",
  hostPathVolumes: "hostPath volumes",
  hostPorts: "hostPort",
  hostProbesAndHostLifecycle: "probe or lifecycle host",
  privileged: "privileged",
  procMount: "procMount",
  procMount_restricted: "procMount",
  restrictedVolumes: "restricted volume types",
  runAsNonRoot: "runAsNonRoot != true",
  runAsUser: "runAsUser=0",
  seLinuxOptions: "seLinuxOptions",
  seccompProfile_baseline: "seccompProfile",
  seccompProfile_restricted: "seccompProfile",
  sysctls: "forbidden sysctls",
  windowsHostProcess: "hostProcess",
};

/** Baseline checks that a restricted one stands in for (`OverrideCheckIDs`). */
const OVERRIDDEN = ["capabilities_baseline", "hostPathVolumes", "procMount", "seccompProfile_baseline"];

/** Bad examples that the API's validation refuses before Pod Security has a say, by its words. */
const INVALID: Readonly<Record<string, RegExp>> = {
  "procMount: Unmasked": /`hostUsers` must be false to use `Unmasked`/,
};

interface Question {
  readonly check: string;
  readonly level: Level;
  readonly isBad: boolean;
  readonly example: PodExample;
}

const checkOf = (id: string): string => id.slice("PSS:".length);

const questions: readonly Question[] = POD_SECURITY_STANDARDS.flatMap(({ id, level }) => {
  const check = checkOf(id);
  const policy = policyOfCheck(policies, check);
  if (policy.subject !== "workload") throw new Error(`${policy.id} must judge workloads`);
  const { good, bad } = policy.examples;
  return [...good.map((example) => ({ example, isBad: false })), ...bad.map((example) => ({ example, isBad: true }))]
    .filter(
      ({ example: { kubernetesVersion = KUBERNETES_VERSIONS.newest } }) =>
        kubernetesVersion === KUBERNETES_VERSIONS.newest,
    )
    .map((question) => ({ check, level, ...question }));
});

/** The reasons that the API server must give at the level, by what our policies say. */
function ourReasons(level: Level, pod: PodExample): string[] {
  const failing = POD_SECURITY_STANDARDS.filter((standard) =>
    level === "baseline" ? standard.level === level : !OVERRIDDEN.includes(checkOf(standard.id)),
  ).filter(({ id }) => {
    const policy = policyOfCheck(policies, checkOf(id));
    const findings = judge({ type: "kubernetes:core/v1:Pod", props: pod }, [policy]);
    assert.ok(findings.every(({ status }) => status === "violation"));
    return findings.length > 0;
  });
  return [...new Set(failing.map(({ id }) => REASONS[checkOf(id)] ?? id))].sort();
}

describeWithTools("the Pod Security policies' examples on the real API server", () => {
  let cluster: Cluster;
  const asked = new Map<Question, ServerVerdict>();
  const namespaceOf = (level: Level): string => `pod-security-${level}`;

  before(async function () {
    this.timeout(0);
    cluster = await sharedCluster();
    for (const level of LEVELS) await enforcingNamespace(cluster, namespaceOf(level), level);
    for (const [index, question] of questions.entries()) {
      const { level, example } = question;
      const pod = completed(example);
      const verdict =
        "ephemeralContainers" in pod.spec
          ? await askForEphemeral(cluster, `pod-security-ephemeral-${index}`, level, pod)
          : await askToCreate(cluster, namespaceOf(level), pod);
      asked.set(question, verdict);
    }
  });
  after(async () => {
    if (cluster !== undefined) for (const level of LEVELS) await removeNamespace(cluster, namespaceOf(level));
  });

  for (const question of questions) {
    const { check, level, isBad, example } = question;
    it(`PSS:${check}: ${isBad ? "refuses" : "does not mind"} ${example.name}`, () => {
      const verdict = asked.get(question);
      const reason = INVALID[`${check}: ${example.name}`];
      if (verdict?.kind === "invalid" || reason !== undefined) {
        assert.ok(isBad, `a good example must be valid: ${JSON.stringify(verdict)}`);
        assert.match(verdict?.kind === "invalid" ? verdict.message : "", reason ?? /^it is not listed as invalid$/);
        return;
      }
      const theirs = verdict?.kind === "forbidden" ? verdict.reasons : [];
      assert.equal(theirs.includes(REASONS[check] ?? ""), isBad);
      assert.deepEqual(theirs, ourReasons(level, completed(example) as unknown as PodExample));
    });
  }
});
