import assert from "node:assert/strict";
import { setTimeout as sleep } from "node:timers/promises";
import type { Cluster } from "../../../../sandbox/cluster.js";
import { enforcingNamespace, removeNamespace } from "../../../proof/pod-security/server.js";
import { sharedCluster } from "../../../support/cluster.js";
import { describeWithTools } from "../../../support/tiers.js";
import { type Answer, answerOf, INSTANCE_LABEL, install } from "./installed.js";
import { type ApiObject, merged, NAMESPACE, OBJECT_QUESTIONS, type ObjectQuestion } from "./object-questions.js";

const MERGE_PATCH = "application/merge-patch+json";

/** Examples that something else of the API server refuses before admission policies have a say, by its words. */
const REFUSED_BY_OTHERS: Readonly<Record<string, RegExp>> = {
  "no-external-ips: an address": /Use of external IPs is denied by admission control/,
  "no-external-ips: in a patch": /Use of external IPs is denied by admission control/,
  "restrict-role-aggregation: no selector, which selects nothing": /clusterRoleSelectors: Required value/,
};

interface UpdateQuestion extends ObjectQuestion {
  readonly object: ApiObject;
}

/** Bad examples of what an update can make of a good object. */
const UPDATE_QUESTIONS: readonly UpdateQuestion[] = OBJECT_QUESTIONS.flatMap((question) => {
  const { instance, policy, example, objects, isBad } = question;
  const [object] = objects;
  const isJudged = instance.policy.rules.some(({ operations }) => operations.includes("UPDATE"));
  const isOthers = `${policy.id}: ${example.name}` in REFUSED_BY_OTHERS;
  // Which account it is makes the difference there, and its name cannot be another one.
  const isByName = policy.id === "no-default-account-cloud-roles";
  return isBad && isJudged && !isOthers && !isByName && object !== undefined && !object.isPatch
    ? [{ ...question, object }]
    : [];
});

/** Bad objects that are in force in the whole cluster are not made for a test. */
const canBeOld = ({ object, policy }: UpdateQuestion): boolean =>
  // One Service only can have the port that is stated.
  !object.isInCluster && policy.id !== "no-node-ports";

const CRDS = "/apis/apiextensions.k8s.io/v1/customresourcedefinitions";
const ROLLOUTS = {
  metadata: { name: "rollouts.argoproj.io" },
  spec: {
    group: "argoproj.io",
    scope: "Namespaced",
    names: { plural: "rollouts", singular: "rollout", kind: "Rollout", listKind: "RolloutList" },
    versions: [
      {
        name: "v1alpha1",
        served: true,
        storage: true,
        schema: { openAPIV3Schema: { type: "object", "x-kubernetes-preserve-unknown-fields": true } },
      },
    ],
  },
};
const SERVED_LIMIT_MS = 30_000;

describeWithTools("the policy pack's examples of objects under admission policies", function () {
  this.timeout(60_000);
  let cluster: Cluster;
  let remove: (() => Promise<void>) | undefined;
  /** Paths of objects that examples patch. */
  const made: string[] = [];
  before(async function () {
    this.timeout(0);
    cluster = await sharedCluster();
    await enforcingNamespace(cluster, NAMESPACE, "privileged");
    await cluster.api.json("POST", CRDS, ROLLOUTS);
    made.push(`${CRDS}/${ROLLOUTS.metadata.name}`);
    const end = Date.now() + SERVED_LIMIT_MS;
    while ((await cluster.api.send("GET", "/apis/argoproj.io/v1alpha1/rollouts")).status !== 200) {
      if (Date.now() > end) throw new Error("the API server does not serve Rollouts");
      await sleep(50);
    }
    for (const { path, metadata, base, isPatch } of OBJECT_QUESTIONS.flatMap(({ objects }) => objects)) {
      const own = `${path}/${metadata.name}`;
      if (!isPatch || (await cluster.api.send("GET", own)).status === 200) continue;
      await cluster.api.json("POST", path, base);
      made.push(own);
    }
    await Promise.all(UPDATE_QUESTIONS.map(makeWhatIsThere));
    remove = await install(cluster, [...new Set(OBJECT_QUESTIONS.map(({ instance }) => instance))]);
  });
  after(async () => {
    await remove?.();
    for (const path of made) await cluster.api.send("DELETE", path);
    if (cluster !== undefined) await removeNamespace(cluster, NAMESPACE);
  });

  /** The same object by another name. */
  const named = (of: object, name: string, { instance }: ObjectQuestion): object =>
    merged(of, { metadata: { name, labels: { [INSTANCE_LABEL]: instance.name } } });

  /** What has been in the cluster for longer than the policies: what they are asked about is a change of it. */
  async function makeWhatIsThere(question: UpdateQuestion): Promise<void> {
    const { object, name: own } = question;
    const make = async (of: object, name: string) => {
      await cluster.api.json("POST", object.path, named(of, name, question));
      made.push(`${object.path}/${name}`);
    };
    await make(object.base, own);
    if (canBeOld(question)) await make(object.body, `${own}-old`);
  }

  const change = async ({ object, instance }: UpdateQuestion, name: string, method: string, body: object) =>
    answerOf(
      await cluster.api.send(
        method,
        `${object.path}/${name}?dryRun=All`,
        body,
        method === "PATCH" ? MERGE_PATCH : undefined,
      ),
      instance.name,
    );

  async function ask(
    { instance: { name } }: ObjectQuestion,
    { path, metadata, body, isPatch }: ApiObject,
  ): Promise<Answer> {
    const labelled = merged(body, { metadata: { labels: { [INSTANCE_LABEL]: name } } });
    const response = isPatch
      ? await cluster.api.send("PATCH", `${path}/${metadata.name}?dryRun=All`, labelled, MERGE_PATCH)
      : await cluster.api.send("POST", `${path}?dryRun=All`, labelled);
    // The API server finds out that there is such an object only after the policies have let it pass.
    return response.status === 409 ? { kind: "accepted" } : answerOf(response, name);
  }

  for (const question of OBJECT_QUESTIONS) {
    const { policy, example, objects, isBad } = question;
    it(`${policy.references.join(", ")}: the API server ${isBad ? "refuses" : "passes"} by ${policy.id}: ${example.name}`, async () => {
      const answers = [];
      for (const object of objects) answers.push(await ask(question, object));
      const other = answers.find(({ kind }) => kind === "other");
      const byOthers = REFUSED_BY_OTHERS[`${policy.id}: ${example.name}`];
      if (other !== undefined || byOthers !== undefined) {
        assert.match(
          other?.kind === "other" ? other.message : "",
          byOthers ?? /^it is not listed as refused by others$/,
        );
        return;
      }
      assert.equal(
        answers.some(({ kind }) => kind === "refused"),
        isBad,
        JSON.stringify(answers),
      );
    });
  }

  for (const question of UPDATE_QUESTIONS) {
    const { policy, example, name: own, object } = question;
    it(`${policy.references.join(", ")}: ${policy.id} judges what an update changes, and nothing else: ${example.name}`, async () => {
      const bad = await change(question, own, "PUT", named(object.body, own, question));
      assert.equal(bad.kind, "refused", JSON.stringify(bad));
      const other = { metadata: { finalizers: ["rampart.dev/test"] } };
      const name = canBeOld(question) ? `${own}-old` : own;
      const good = await change(question, name, "PATCH", other);
      assert.equal(good.kind, "accepted", JSON.stringify(good));
    });
  }
});
