import { ADMISSION_POLICIES } from "../../../../components/baseline/admission/policies/index.js";
import { KUBERNETES_VERSIONS } from "../../../../controls/kubernetes-versions.js";
import { policies } from "../../../../policy-pack/policies/index.js";
import type { PodExample, WorkloadPolicy } from "../../../../policy-pack/policy.js";
import { COMPLIANT_CONTAINER, judge, optionsOf } from "../../../policy-pack/pods.js";
import { completed } from "../../../proof/pod-security/server.js";
import { type Instance, instancesOf } from "./installed.js";
import { settingsOf } from "./settings.js";

type Fields = Readonly<Record<string, unknown>>;

/** Whether the API server takes a pod, which the policy pack has judged. */
export interface PodQuestion {
  /** Of no other question. */
  readonly name: string;
  readonly instance: Instance;
  readonly policy: WorkloadPolicy;
  readonly example: PodExample;
  /** The example's pod spec with what the API wants of one. */
  readonly spec: Fields;
  readonly isBad: boolean;
}

/** A projected token needs a path, which examples leave out. */
const withTokenPaths = (spec: Fields): Fields =>
  JSON.parse(JSON.stringify(spec), (key, value) =>
    key === "serviceAccountToken" && typeof value === "object" ? { path: "token", ...value } : value,
  );

/** Every example of the policies that the API server can decide by, for the version that it is of. */
export const POD_QUESTIONS: readonly PodQuestion[] = ADMISSION_POLICIES.flatMap((twin) => {
  const policy = policies.find(({ id }) => id === twin.id);
  if (policy?.subject !== "workload") return [];
  const { good, bad } = policy.examples;
  const instanceFor = instancesOf(twin);
  return [...bad.map((example) => ({ example, isBad: true })), ...good.map((example) => ({ example, isBad: false }))]
    .filter(
      ({ example: { kubernetesVersion } }) =>
        (kubernetesVersion ?? KUBERNETES_VERSIONS.newest) === KUBERNETES_VERSIONS.newest,
    )
    .map(({ example, isBad }, index) => ({
      name: `${twin.id}-example-${index}`,
      instance: instanceFor(settingsOf(twin.id, example.settings)),
      policy,
      example,
      spec: withTokenPaths(completed(example).spec),
      isBad,
    }));
});

/** Fields that the API allows in an ephemeral container, of those that examples state. */
const EPHEMERAL_FIELDS = ["name", "image", "imagePullPolicy", "env", "envFrom", "securityContext"];

/** A container that no policy minds, with an image of a registry that the example allows. */
export function compliantContainer({ example: { settings }, spec }: PodQuestion): Fields {
  const [registry = "registry.example"] = (settings?.allowedRegistries ?? []) as readonly string[];
  const [, digest = ""] = COMPLIANT_CONTAINER.image.split("@");
  const { securityContext, ...container } = COMPLIANT_CONTAINER;
  return {
    ...container,
    name: "compliant",
    image: `${registry.replace(/\/$/, "")}/app:1@${digest}`,
    // The API refuses it in Windows pods.
    ...("os" in spec ? {} : { securityContext }),
  };
}

/** The question's containers as those of another list, beside a compliant one. */
export function moved(question: PodQuestion, list: "initContainers" | "ephemeralContainers"): Fields {
  const {
    initContainers = [],
    containers = [],
    ephemeralContainers = [],
    ...rest
  } = question.spec as {
    readonly [list: string]: readonly Fields[];
  };
  const all = [...initContainers, ...containers, ...ephemeralContainers];
  const fitting = (container: Fields): Fields =>
    list === "initContainers"
      ? container
      : Object.fromEntries(Object.entries(container).filter(([key]) => EPHEMERAL_FIELDS.includes(key)));
  return { ...rest, containers: [compliantContainer(question)], [list]: all.map(fitting) };
}

/** What the policy pack says of a pod, by the question's policy and settings. */
export function packRefuses({ policy, example }: PodQuestion, spec: Fields): boolean {
  const findings = judge({ type: "kubernetes:core/v1:Pod", props: { spec } }, [policy], optionsOf(example, policy));
  if (findings.some(({ status }) => status !== "violation")) throw new Error(`${policy.id} does not decide`);
  return findings.length > 0;
}
