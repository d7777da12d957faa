import { setMaxListeners } from "node:events";
import type { CoreV1Api, KubeConfig, V1Pod } from "@kubernetes/client-node";
import { describeFailure } from "./failure.js";
import { missingRights, QUESTIONS, type Question } from "./rights.js";
import { type ResourceSums, sumsOf } from "./sums.js";

/** Where the cluster is that is looked at. */
export interface InspectClusterOptions {
  /** Path of a kubeconfig. @default the files of KUBECONFIG, else ~/.kube/config, else the account of the pod */
  readonly kubeconfig?: string;
  /** A kubeconfig itself, as YAML or JSON, such as another stack's output; instead of a path. @default none */
  readonly kubeconfigText?: string;
  /** Name of a context in it. @default the current one */
  readonly context?: string;
  /** Seconds for each question. @default 10 */
  readonly timeoutSeconds?: number;
}

/** A namespace that is there, and what its pods that have not ended ask for together. */
export interface InspectedNamespace {
  /** Name of the namespace. */
  name: string;
  /** Its labels. */
  labels: Record<string, string>;
  /** Its annotations. */
  annotations: Record<string, string>;
  /** What its pods ask for together. */
  sums: ResourceSums;
}

/** What a baseline must know of a cluster before it changes it. */
export interface InspectedCluster {
  /** Name of the context, and of its cluster, in the kubeconfig. */
  context: string;
  /** Name of the context's cluster in the kubeconfig. */
  clusterName: string;
  /** Origin of the API server. */
  server: string;
  /** Id of the namespace kube-system, by which a cluster is told from all others. */
  id: string;
  /** Version of the API server, `<major>.<minor>`. */
  version: string;
  /** Kinds that it serves, of those that not every server has. */
  served: string[];
  /** Every namespace that is there. */
  namespaces: InspectedNamespace[];
}

/** Kinds that the baseline leaves out where they are not served, by group and version. */
const OPTIONAL: readonly (readonly [kind: string, group: string, version: string])[] = [
  ["ValidatingAdmissionPolicy", "admissionregistration.k8s.io", "v1"],
  ["MutatingAdmissionPolicy", "admissionregistration.k8s.io", "v1"],
  ["ClusterNetworkPolicy", "policy.networking.k8s.io", "v1alpha2"],
];

/**
 * Asks a cluster what a ClusterBaseline has to know, before anything is changed; only reads. For a program's beginning:
 *
 * ```ts
 * const cluster = await inspectCluster();
 * new ClusterBaseline("baseline", { mode: EnforcementMode.Audit, cluster }, { providers: { kubernetes: provider } });
 * ```
 *
 * @throws Error in one sentence: no kubeconfig, no such context, nobody answers, credentials refused; or with all rights
 * that are missing, each by verb, resource and what needs it.
 */
export async function inspectCluster(options: InspectClusterOptions = {}): Promise<InspectedCluster> {
  // Loaded where it is needed: it takes longer than all the rest of this package.
  const client = require("@kubernetes/client-node") as typeof import("@kubernetes/client-node");
  const config = loadConfig(new client.KubeConfig(), options);
  const current = config.getCurrentCluster();
  if (current === null) throw new Error(`The context "${config.getCurrentContext()}" names no cluster.`);
  const asked = new AbortController();
  // All questions on rights are asked at once.
  setMaxListeners(QUESTIONS.length + 1, asked.signal);
  const ask = <T>(question: Promise<T>): Promise<T> =>
    inTime(question, asked, current.server, options.timeoutSeconds ?? 10);
  const connection = client.createConfiguration({
    baseServer: new client.ServerConfiguration(current.server, {}),
    authMethods: { default: config },
    promiseMiddleware: [endedBy(asked.signal)],
  });
  try {
    const { major, minor } = await ask(new client.VersionApi(connection).getCode());
    const authorization = new client.AuthorizationV1Api(connection);
    const refused = await ask(questionsRefused(authorization));
    const missing = missingRights(refused);
    if (missing !== undefined) throw new MissingRights(missing);
    const core = new client.CoreV1Api(connection);
    const custom = new client.CustomObjectsApi(connection);
    const served = await ask(Promise.all(OPTIONAL.map(([kind, ...at]) => serves(custom, kind, at))));
    const namespaces = await ask(namespacesOf(core));
    return {
      context: config.getCurrentContext(),
      clusterName: current.name,
      server: current.server,
      id: namespaces.find(({ name }) => name === "kube-system")?.uid ?? "",
      version: `${major}.${Number.parseInt(minor, 10)}`,
      served: OPTIONAL.map(([kind]) => kind).filter((_, index) => served[index]),
      namespaces: namespaces.map(({ uid: _, ...namespace }) => namespace),
    };
  } catch (error) {
    if (error instanceof MissingRights) throw error;
    throw new Error(describeFailure(error, current.server), { cause: error });
  }
}

class MissingRights extends Error {
  override readonly name = "MissingRights";
}

function loadConfig(config: KubeConfig, { kubeconfig, kubeconfigText, context }: InspectClusterOptions): KubeConfig {
  try {
    if (kubeconfigText !== undefined) config.loadFromString(kubeconfigText);
    else if (kubeconfig === undefined) config.loadFromDefault();
    else config.loadFromFile(kubeconfig);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    const which = kubeconfigText === undefined ? (kubeconfig ?? "of KUBECONFIG") : "given as text";
    throw new Error(`The kubeconfig ${which} cannot be read: ${reason}`, { cause: error });
  }
  const names = config.getContexts().map(({ name }) => name);
  if (context !== undefined) {
    if (!names.includes(context))
      throw new Error(`There is no context "${context}"; the kubeconfig has: ${names.join(", ") || "none"}.`);
    config.setCurrentContext(context);
  }
  return config;
}

async function questionsRefused(
  api: InstanceType<typeof import("@kubernetes/client-node")["AuthorizationV1Api"]>,
): Promise<Question[]> {
  const answers = await Promise.all(
    QUESTIONS.map(async ({ verb, group, resource }) => {
      const body = { spec: { resourceAttributes: { verb, group, resource } } };
      return (await api.createSelfSubjectAccessReview({ body })).status?.allowed === true;
    }),
  );
  return QUESTIONS.filter((_, index) => answers[index] !== true);
}

async function serves(
  api: InstanceType<typeof import("@kubernetes/client-node")["CustomObjectsApi"]>,
  kind: string,
  [group = "", version = ""]: readonly string[],
): Promise<boolean> {
  try {
    const { resources } = await api.getAPIResources({ group, version });
    return resources.some((resource) => resource.kind === kind);
  } catch (error) {
    if ((error as { readonly code?: unknown }).code === 404) return false;
    throw error;
  }
}

async function namespacesOf(api: CoreV1Api): Promise<(InspectedNamespace & { readonly uid: string })[]> {
  const [namespaces, pods] = await Promise.all([api.listNamespace(), api.listPodForAllNamespaces()]);
  const byNamespace = groupedByNamespace(pods.items);
  return namespaces.items.map(({ metadata }) => ({
    name: metadata?.name ?? "",
    uid: metadata?.uid ?? "",
    labels: metadata?.labels ?? {},
    annotations: metadata?.annotations ?? {},
    sums: sumsOf(byNamespace.get(metadata?.name ?? "") ?? []),
  }));
}

function groupedByNamespace(pods: readonly V1Pod[]): Map<string, V1Pod[]> {
  const groups = new Map<string, V1Pod[]>();
  for (const pod of pods) {
    const namespace = pod.metadata?.namespace ?? "";
    const known = groups.get(namespace);
    if (known === undefined) groups.set(namespace, [pod]);
    else known.push(pod);
  }
  return groups;
}

type Client = typeof import("@kubernetes/client-node");
type Middleware = NonNullable<NonNullable<Parameters<Client["createConfiguration"]>[0]>["promiseMiddleware"]>[number];

/** Gives each request a signal: one that nobody waits for any more would keep the program from its end. */
const endedBy = (signal: AbortSignal): Middleware => ({
  pre: async (request) => {
    request.setSignal(signal);
    return request;
  },
  post: async (response) => response,
});

/** A server that takes a connection and says nothing must not hold a preview for ever. */
function inTime<T>(answer: Promise<T>, asked: AbortController, server: string, seconds: number): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => {
      reject(new Error(`${server} does not answer within ${seconds} s.`));
      asked.abort();
    }, seconds * 1000);
  });
  return Promise.race([answer, late]).finally(() => clearTimeout(timer));
}
