import assert from "node:assert/strict";
import type { Cluster } from "../../../../sandbox/cluster.js";
import { enforcingNamespace, removeNamespace } from "../../../proof/pod-security/server.js";
import { sharedCluster } from "../../../support/cluster.js";
import { describeWithTools } from "../../../support/tiers.js";
import { type Answer, answerOf, INSTANCE_LABEL, install } from "./installed.js";
import { compliantContainer, moved, POD_QUESTIONS, type PodQuestion, packRefuses } from "./pod-questions.js";
import { DEPLOYMENT, pathOf, WORKLOAD_KINDS, workloadOf } from "./workloads.js";

const NAMESPACE = "admission-pods";
const PODS = `/api/v1/namespaces/${NAMESPACE}/pods`;
const DEPLOYMENTS = `/apis/apps/v1/namespaces/${NAMESPACE}/deployments`;
const RUNTIME_CLASSES = "/apis/node.k8s.io/v1/runtimeclasses";
const CLASSES = ["gvisor", "kata", "runc"];
const MERGE_PATCH = "application/merge-patch+json";

type Spec = PodQuestion["spec"];

const CONTAINERS = ["initContainers", "containers"] as const;

/**
 * A pod as policies see it in the sandbox, whose API server has AlwaysPullImages; templates, and containers that come by
 * `pods/ephemeralcontainers`, that plugin leaves as they are.
 */
const asPulled = (spec: Spec): Spec => {
  const lists = spec as Readonly<Partial<Record<(typeof CONTAINERS)[number], readonly object[]>>>;
  const pulled = CONTAINERS.flatMap((list) => {
    const containers = lists[list];
    return containers === undefined
      ? []
      : [[list, containers.map((container) => ({ ...container, imagePullPolicy: "Always" }))] as const];
  });
  return { ...spec, ...Object.fromEntries(pulled) };
};

describeWithTools("the policy pack's examples of pods under admission policies", function () {
  this.timeout(60_000);
  let cluster: Cluster;
  let remove: (() => Promise<void>) | undefined;
  before(async function () {
    this.timeout(0);
    cluster = await sharedCluster();
    await enforcingNamespace(cluster, NAMESPACE, "privileged");
    for (const name of ["web", "app"])
      await cluster.api.json("POST", `/api/v1/namespaces/${NAMESPACE}/serviceaccounts`, { metadata: { name } });
    for (const name of CLASSES) await cluster.api.json("POST", RUNTIME_CLASSES, { metadata: { name }, handler: name });
    await Promise.all(POD_QUESTIONS.map(makeWhatIsThere));
    remove = await install(cluster, [...new Set(POD_QUESTIONS.map(({ instance }) => instance))]);
  });
  after(async () => {
    await remove?.();
    if (cluster === undefined) return;
    for (const name of CLASSES) await cluster.api.send("DELETE", `${RUNTIME_CLASSES}/${name}`);
    await removeNamespace(cluster, NAMESPACE);
  });

  const isEphemeral = ({ spec }: PodQuestion): boolean => "ephemeralContainers" in spec;
  const metadataOf = ({ instance, name: own }: PodQuestion, name = own) => ({
    name,
    labels: { [INSTANCE_LABEL]: instance.name },
  });
  const compliant = (question: PodQuestion): Spec => moved({ ...question, spec: {} }, "initContainers");

  /** What has been in the cluster for longer than the policies: what they are asked about is a change of it. */
  async function makeWhatIsThere(question: PodQuestion): Promise<void> {
    const { ephemeralContainers: _, ...spec } = isEphemeral(question)
      ? question.spec
      : moved(question, "ephemeralContainers");
    await cluster.api.json("POST", PODS, { metadata: metadataOf(question), spec });
    if (!question.isBad || isEphemeral(question)) return;
    const { name } = question;
    const make = (of: string, pod: Spec) =>
      cluster.api.json("POST", DEPLOYMENTS, workloadOf(DEPLOYMENT, metadataOf(question, of), { spec: pod }));
    await make(name, compliant(question));
    await make(`${name}-old`, question.spec);
    await cluster.api.json("POST", PODS, { metadata: metadataOf(question, `${name}-old`), spec: question.spec });
  }

  const send = async (question: PodQuestion, method: string, path: string, body: object): Promise<Answer> =>
    answerOf(
      await cluster.api.send(method, `${path}?dryRun=All`, body, method === "PATCH" ? MERGE_PATCH : undefined),
      question.instance.name,
    );

  const askOfEphemeral = (question: PodQuestion, { ephemeralContainers }: Spec): Promise<Answer> =>
    send(question, "PATCH", `${PODS}/${question.name}/ephemeralcontainers`, { spec: { ephemeralContainers } });

  function assertVerdict(answer: Answer, isBad: boolean, what: string): void {
    assert.equal(answer.kind, isBad ? "refused" : "accepted", `${what}: ${JSON.stringify(answer)}`);
  }

  for (const question of POD_QUESTIONS) {
    const { policy, example, spec, isBad } = question;
    it(`${policy.references.join(", ")}: the API server ${isBad ? "refuses" : "passes"} by ${policy.id}: ${example.name}`, async () => {
      assert.equal(packRefuses(question, spec), isBad);
      if (isEphemeral(question)) {
        assertVerdict(await askOfEphemeral(question, spec), isBad, "pods/ephemeralcontainers");
        return;
      }
      const metadata = metadataOf(question, "new");
      const refusesPod = (pod: Spec): boolean => packRefuses(question, asPulled(pod));
      assertVerdict(await send(question, "POST", PODS, { metadata, spec }), refusesPod(spec), "Pod");
      await Promise.all(
        WORKLOAD_KINDS.map(async (kind) => {
          const body = workloadOf(kind, metadata, { spec });
          assertVerdict(await send(question, "POST", pathOf(kind, NAMESPACE), body), isBad, kind.kind);
        }),
      );
      const asInit = moved(question, "initContainers");
      assertVerdict(await send(question, "POST", PODS, { metadata, spec: asInit }), refusesPod(asInit), "init");
      const asEphemeral = moved(question, "ephemeralContainers");
      assertVerdict(await askOfEphemeral(question, asEphemeral), packRefuses(question, asEphemeral), "ephemeral");
    });
  }

  for (const question of POD_QUESTIONS.filter((each) => each.isBad && !isEphemeral(each))) {
    const { policy, example, name, spec } = question;
    it(`${policy.references.join(", ")}: ${policy.id} judges what an update changes, and nothing else: ${example.name}`, async () => {
      const update = workloadOf(DEPLOYMENT, metadataOf(question), { spec });
      assertVerdict(await send(question, "PUT", `${DEPLOYMENTS}/${name}`, update), true, "a template that breaks it");
      const old = `${DEPLOYMENTS}/${name}-old`;
      assertVerdict(await send(question, "PATCH", old, { spec: { replicas: 1 } }), false, "replicas");
      const { initContainers = [] } = spec as { readonly initContainers?: readonly object[] };
      const container = { ...compliantContainer(question), env: [{ name: "A", value: "b" }] };
      const changed = { spec: { template: { spec: { ...spec, initContainers: [...initContainers, container] } } } };
      assertVerdict(await send(question, "PATCH", old, changed), true, "another container");
      const finalizers = { metadata: { finalizers: ["rampart.dev/test"], labels: { a: "b" } } };
      assertVerdict(await send(question, "PATCH", `${PODS}/${name}-old`, finalizers), false, "a finalizer");
    });
  }
});
