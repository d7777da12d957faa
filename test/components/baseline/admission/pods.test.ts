import assert from "node:assert/strict";
import { ADMISSION_POLICIES } from "../../../../components/baseline/admission/policies/index.js";
import { policies } from "../../../../policy-pack/policies/index.js";
import type { PodExample, WorkloadPolicy } from "../../../../policy-pack/policy.js";
import type { Cluster } from "../../../../sandbox/cluster.js";
import { completed, enforcingNamespace, removeNamespace } from "../../../proof/pod-security/server.js";
import { sharedCluster } from "../../../support/cluster.js";
import { describeWithTools } from "../../../support/tiers.js";
import { type Answer, answerOf, INSTANCE_LABEL, type Instance, install } from "./installed.js";
import { settingsOf } from "./settings.js";
import { pathOf, WORKLOAD_KINDS, workloadOf } from "./workloads.js";

const NAMESPACE = "admission-pods";

interface Question {
  readonly instance: Instance;
  readonly policy: WorkloadPolicy;
  readonly example: PodExample;
  readonly isBad: boolean;
}

const questions: readonly Question[] = ADMISSION_POLICIES.flatMap((twin) => {
  const policy = policies.find(({ id }) => id === twin.id);
  if (policy?.subject !== "workload") return [];
  const { good, bad } = policy.examples;
  return [
    ...good.map((example) => ({ example, isBad: false })),
    ...bad.map((example) => ({ example, isBad: true })),
  ].map(({ example, isBad }, index) => ({
    instance: { name: `${twin.id}-${index}`, policy: twin, settings: settingsOf(example.settings) },
    policy,
    example,
    isBad,
  }));
});

describeWithTools("the policy pack's examples of pods under admission policies", () => {
  let cluster: Cluster;
  let remove: (() => Promise<void>) | undefined;
  before(async function () {
    this.timeout(0);
    cluster = await sharedCluster();
    await enforcingNamespace(cluster, NAMESPACE, "privileged");
    for (const name of ["web", "app"])
      await cluster.api.json("POST", `/api/v1/namespaces/${NAMESPACE}/serviceaccounts`, { metadata: { name } });
    for (const question of questions) if (hasEphemeral(question)) await makeBase(question);
    remove = await install(
      cluster,
      questions.map(({ instance }) => instance),
    );
  });
  after(async () => {
    await remove?.();
    if (cluster !== undefined) await removeNamespace(cluster, NAMESPACE);
  });

  const hasEphemeral = ({ example: { spec } }: Question): boolean => "ephemeralContainers" in spec;
  const metadataOf = ({ instance: { name } }: Question) => ({ name, labels: { [INSTANCE_LABEL]: name } });

  /** The API takes ephemeral containers only for a pod that is there: before its policy is. */
  async function makeBase(question: Question): Promise<void> {
    const { ephemeralContainers: _, ...spec } = completed(question.example).spec;
    await cluster.api.json("POST", `/api/v1/namespaces/${NAMESPACE}/pods`, { metadata: metadataOf(question), spec });
  }

  async function ask(question: Question): Promise<Readonly<Record<string, Answer>>> {
    const { name } = question.instance;
    const { spec } = completed(question.example);
    const metadata = metadataOf(question);
    const pods = `/api/v1/namespaces/${NAMESPACE}/pods`;
    if (hasEphemeral(question)) {
      const path = `${pods}/${name}/ephemeralcontainers?dryRun=All`;
      const patch = { spec: { ephemeralContainers: spec.ephemeralContainers } };
      const answer = await cluster.api.send("PATCH", path, patch, "application/merge-patch+json");
      return { "pods/ephemeralcontainers": answerOf(answer, name) };
    }
    const answers: Record<string, Answer> = {
      Pod: answerOf(await cluster.api.send("POST", `${pods}?dryRun=All`, { metadata, spec }), name),
    };
    for (const kind of WORKLOAD_KINDS) {
      const path = `${pathOf(kind, NAMESPACE)}?dryRun=All`;
      const sent = await cluster.api.send("POST", path, workloadOf(kind, metadata, { spec }));
      answers[kind.kind] = answerOf(sent, name);
    }
    return answers;
  }

  for (const question of questions)
    it(`${question.policy.id} ${question.isBad ? "refuses" : "passes"}: ${question.example.name}`, async () => {
      const answers = await ask(question);
      const wanted = question.isBad ? "refused" : "accepted";
      for (const [kind, answer] of Object.entries(answers))
        assert.equal(answer.kind, wanted, `${kind}: ${JSON.stringify(answer)}`);
    });
});
