import type { AdmissionPolicy, AdmissionRule, AdmissionSettings, NamedExpression } from "../policy.js";
import { literal } from "./literal.js";

/** Every built-in kind that bears a pod; what makes pods of a custom kind is judged by its pods. */
export const POD_RULES: readonly AdmissionRule[] = [
  {
    apiGroups: [""],
    resources: ["pods", "pods/ephemeralcontainers", "replicationcontrollers", "podtemplates"],
    operations: ["CREATE", "UPDATE"],
  },
  {
    apiGroups: ["apps"],
    resources: ["deployments", "replicasets", "statefulsets", "daemonsets"],
    operations: ["CREATE", "UPDATE"],
  },
  { apiGroups: ["batch"], resources: ["jobs", "cronjobs"], operations: ["CREATE", "UPDATE"] },
];

/** Pod spec of an object of any of those kinds. `dyn`, since one expression is for kinds of different fields. */
const podSpecOf = (object: string): string =>
  `(${object}.kind == "Pod" ? dyn(${object}).spec : ` +
  `${object}.kind == "CronJob" ? dyn(${object}).spec.jobTemplate.spec.template.spec : ` +
  `${object}.kind == "PodTemplate" ? dyn(${object}).template.spec : dyn(${object}).spec.template.spec)`;

/** Of a pod that is there, only images and ephemeral containers can change; the rest is what schedulers write. */
const judgedOf = (object: string): string =>
  `(${object}.kind == "Pod" ? dyn([dyn(${object}).spec.containers, ` +
  `dyn(${object}).spec.?initContainers.orValue([]), dyn(${object}).spec.?ephemeralContainers.orValue([])]) : ` +
  `dyn(${podSpecOf(object)}))`;

const PODS: readonly NamedExpression[] = [
  { name: "pod", expression: podSpecOf("object") },
  {
    name: "containers",
    expression:
      "variables.pod.?initContainers.orValue([]) + variables.pod.?containers.orValue([]) + " +
      "variables.pod.?ephemeralContainers.orValue([])",
  },
];

/** Something that a pod must not break. */
export interface PodCheck {
  /** What breaks it, for one and for several names that follow; absent for the pod itself. */
  readonly subject?: { readonly one: string; readonly many: string };
  /** In CEL: names of the subjects that break it; for the pod itself, whether it does. */
  readonly breach: string;
  /** E.g. `must set hostUsers=false`. */
  readonly must: string;
}

/** @param breach in CEL, of the container `c`. */
export const eachContainer = (breach: string, must: string): PodCheck => ({
  subject: CONTAINERS,
  breach: `variables.containers.filter(c, ${breach}).map(c, c.name)`,
  must,
});

const CONTAINERS = { one: "container", many: "containers" };

/** For fields that the API server refuses in ephemeral containers. @param breach in CEL, of the container `c`. */
export const eachLastingContainer = (breach: string, must: string): PodCheck => ({
  subject: CONTAINERS,
  breach:
    "(variables.pod.?initContainers.orValue([]) + variables.pod.?containers.orValue([]))" +
    `.filter(c, ${breach}).map(c, c.name)`,
  must,
});

/** @param breach in CEL, of the volume `v`. */
export const eachVolume = (breach: string, must: string): PodCheck => ({
  subject: { one: "volume", many: "volumes" },
  breach: `variables.pod.?volumes.orValue([]).filter(v, ${breach}).map(v, v.name)`,
  must,
});

/** @param breach in CEL, of the pod spec `variables.pod`. */
export const onPod = (breach: string, must: string): PodCheck => ({ breach, must });

/** In CEL: Windows pods have no Linux security settings. */
export const IS_WINDOWS = 'variables.pod.?os.?name.orValue("") == "windows"';

interface PodPolicy {
  readonly id: string;
  readonly checks: readonly PodCheck[];
  /** What to do, in a few words. */
  readonly fix: string;
  readonly variables?: readonly NamedExpression[];
  readonly settings?: readonly (keyof AdmissionSettings)[];
  readonly optional?: true;
}

/** A policy on every pod, in whatever kind it stands; init, regular and ephemeral containers alike. */
export function podPolicy({ checks, fix, variables = [], ...rest }: PodPolicy): AdmissionPolicy {
  const breaches = checks.map(({ breach }, index) => ({ name: `breach${index}`, expression: breach }));
  return {
    ...rest,
    rules: POD_RULES,
    judged: judgedOf,
    variables: [...PODS, ...variables, ...breaches],
    validations: checks.map(({ subject, must }, index) => {
      const breach = `variables.breach${index}`;
      const message = `${must}. Fix: ${fix}.`;
      return subject === undefined
        ? { expression: `!${breach}`, message: `pod ${message}`, messageExpression: literal(`pod ${message}`) }
        : {
            expression: `size(${breach}) == 0`,
            message: `${subject.many} ${message}`,
            messageExpression: `${named(subject, breach)} + ${literal(` ${message}`)}`,
          };
    }),
  };
}

/** In CEL: `container "app"`, `containers "app", "sidecar"`; of a long list the first and a count. */
const named = ({ one, many }: NonNullable<PodCheck["subject"]>, names: string): string =>
  `(size(${names}) == 1 ? ${literal(`${one} `)} : ${literal(`${many} `)}) + ` +
  `(size(${names}) > 10 ? ${quoted(`${names}[0]`)} + " and " + string(size(${names}) - 1) + " more" : ` +
  `${names}.map(n, ${quoted("n")}).join(", "))`;

const quoted = (text: string): string => `${literal('"')} + ${text} + ${literal('"')}`;
