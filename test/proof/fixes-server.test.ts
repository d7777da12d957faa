import assert from "node:assert/strict";
import { policies } from "../../policy-pack/policies/index.js";
import { inProfile, type PodExample } from "../../policy-pack/policy.js";
import type { Cluster } from "../../sandbox/cluster.js";
import { compliantBut } from "../policy-pack/fixes/compliant.js";
import {
  fixableExamples,
  fixed,
  isMap,
  merged,
  type Props,
  type Sample,
  samplesOf,
} from "../policy-pack/fixes/fixing.js";
import { optionsOf } from "../policy-pack/pods.js";
import { sharedCluster } from "../support/cluster.js";
import { describeWithTools } from "../support/tiers.js";
import {
  askForEphemeral,
  askToCreate,
  completed,
  enforcingNamespace,
  removeNamespace,
  type ServerVerdict,
} from "./pod-security/server.js";

const NAMESPACE = "fixes";

/** What the API wants of an object that its example leaves out. */
const COMPLETIONS: Readonly<Record<string, object>> = {
  webhooks: {
    clientConfig: { url: "https://webhook.example.com" },
    sideEffects: "None",
    admissionReviewVersions: ["v1"],
  },
  sources: { serviceAccountToken: { path: "token" } },
};

function complete(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(complete);
  if (!isMap(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => {
      const base = COMPLETIONS[key];
      if (base === undefined || !Array.isArray(inner)) return [key, complete(inner)];
      return [key, inner.map((item) => ("configMap" in item ? item : merged(base, item)))];
    }),
  );
}

const json = (value: unknown): Props => JSON.parse(JSON.stringify(value));
// The API server knows nothing of resources of a cloud.
const questions = [...fixableExamples(policies)].filter(({ example }) =>
  samplesOf(example).every(({ type }) => type.startsWith("kubernetes:")),
);

describeWithTools("fixed bad examples on the real API server", () => {
  let cluster: Cluster;
  before(async function () {
    this.timeout(0);
    cluster = await sharedCluster();
    await enforcingNamespace(cluster, NAMESPACE, "restricted");
    for (const name of ["app", "web"])
      await cluster.api.json("POST", `/api/v1/namespaces/${NAMESPACE}/serviceaccounts`, account(name));
  });
  after(async () => {
    if (cluster !== undefined) await removeNamespace(cluster, NAMESPACE);
  });

  const account = (name: string) => ({ apiVersion: "v1", kind: "ServiceAccount", metadata: { name } });

  async function askAboutPod(sample: Sample, index: number): Promise<ServerVerdict> {
    const { metadata, spec } = json(complete(sample.props)) as { readonly metadata: Props; readonly spec: Props };
    const { namespace: _, ...rest } = metadata;
    const pod = completed({ name: "", metadata: rest, spec });
    return "ephemeralContainers" in spec
      ? await askForEphemeral(cluster, `fixes-ephemeral-${index}`, "restricted", {
          ...pod,
          spec: { ...pod.spec, serviceAccountName: "default" },
        })
      : await askToCreate(cluster, NAMESPACE, pod);
  }

  async function askAboutObject({ type, props }: Sample): Promise<ServerVerdict> {
    const [, apiVersion = "", kind = ""] = /^kubernetes:(?:core\/)?(.+):(\w+?)(?:Patch)?$/.exec(type) ?? [];
    const path = apiVersion === "v1" ? `/api/v1/namespaces/${NAMESPACE}` : `/apis/${apiVersion}`;
    const body = merged({ apiVersion, kind }, complete(json(props)));
    const { status, text } = await cluster.api.send(
      "POST",
      `${path}/${kind.toLowerCase()}s?dryRun=All`,
      merged(body, { metadata: { name: "fixed", namespace: apiVersion === "v1" ? NAMESPACE : undefined } }),
    );
    return status < 400 ? { kind: "accepted" } : { kind: "invalid", message: text };
  }

  for (const [index, { policy, example }] of questions.entries()) {
    const options = optionsOf(example, policy);
    const all = [...new Set([policy, ...policies.filter((each) => inProfile(each, "restricted"))])];
    it(`takes ${example.name} after the fix of ${policy.id}`, async () => {
      if ("spec" in example) {
        const before = compliantBut(policy, example as PodExample);
        assert.deepEqual(await askAboutPod(fixed(before, all, options), index), { kind: "accepted" });
      } else
        for (const sample of samplesOf(example))
          assert.deepEqual(await askAboutObject(fixed(sample, all, options)), { kind: "accepted" });
    });
  }
});
