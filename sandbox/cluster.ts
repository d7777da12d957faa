import { cpSync, existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { ClusterError } from "./cluster-error.js";
import { bootstrapCluster } from "./control-plane/bootstrap.js";
import {
  type ApiServerOptions,
  apiServer,
  controllerManager,
  etcd,
  kwok,
  NODE_NAME,
  scheduler,
} from "./control-plane/commands.js";
import { HttpsClient } from "./control-plane/https-client.js";
import { type ApiServerConfiguration, type Layout, writeLayout } from "./control-plane/layout.js";
import { assertPortFree, freePorts } from "./control-plane/ports.js";
import { ProcessGroup } from "./control-plane/processes.js";
import type { Toolchain } from "./toolchain/index.js";

/** A running control plane on loopback: etcd, API server, controller manager, scheduler and one simulated node. */
export interface Cluster {
  readonly folder: string;
  /** What the programs were started with. */
  readonly layout: Layout;
  /** Origin of the API server, `https://127.0.0.1:<port>`. */
  readonly server: string;
  /** Path of the administrator's kubeconfig. */
  readonly kubeconfig: string;
  /** Path of the API server's audit log, one JSON event a line. */
  readonly auditLog: string;
  /** PEM of the authority that signed the API server's certificate. */
  readonly authority: string;
  /** The API server, as administrator. */
  readonly api: HttpsClient;
  /** etcd, with the API server's client certificate. */
  readonly etcd: HttpsClient;
  /** Process ids by program. */
  readonly pids: Readonly<Record<string, number>>;
  /** Rejects with a `ClusterError` when a program ends by itself; never resolves. */
  readonly failure: Promise<never>;
  /** Ends all programs; the folder stays. */
  stop(): Promise<void>;
}

export interface ClusterArgs {
  readonly toolchain: Toolchain;
  /** An existing private folder for files, keys and logs. */
  readonly folder: string;
  /** Loopback port of the API server. @default a free one */
  readonly port?: number;
  /** Files in place of the sandbox's own. @default none */
  readonly configuration?: Partial<ApiServerConfiguration>;
  /** What the API server does otherwise than by default. @default nothing */
  readonly apiServer?: ApiServerOptions;
  /** Called with the name of each step as it begins. */
  readonly onStep?: (step: string) => void;
  /** Ends the start, with everything it started; then its reason is thrown. */
  readonly signal?: AbortSignal;
}

/** A healthy program answers within seconds; a slow machine may need more, a hung one never ends. */
const START_LIMIT_MS = 60_000;
const POLL_MS = 40;

/**
 * Starts a control plane from our own files.
 * @throws ClusterError with the program's last lines and the folder of the kept logs when one does not come up.
 */
export async function startCluster(args: ClusterArgs): Promise<Cluster> {
  if (args.port !== undefined) await assertPortFree(args.port);
  try {
    return await startOnce(args);
  } catch (error) {
    // Between finding a free port and using it, another program may take it: find new ones, once.
    const raced = args.port === undefined && /address already in use/.test(String(error));
    if (!raced) throw error;
    return startOnce(args);
  }
}

async function startOnce(args: ClusterArgs): Promise<Cluster> {
  const { toolchain, folder, port, onStep = () => {}, signal } = args;
  signal?.throwIfAborted();
  const [apiServerPort = 0, etcdPort = 0, etcdPeer = 0, managerPort = 0, schedulerPort = 0] = await freePorts(5);
  const ports = {
    etcd: etcdPort,
    etcdPeer,
    apiServer: port ?? apiServerPort,
    controllerManager: managerPort,
    scheduler: schedulerPort,
  };
  const layout = await writeLayout(folder, podSecurityVersion(toolchain), ports, args.configuration);
  const { authorities, identities } = layout;
  const etcdClient = new HttpsClient(layout.etcdServer, authorities.etcd, identities.etcdClient);
  const bootstrap = new HttpsClient(layout.server, authorities.kubernetes, identities.bootstrap);
  const api = new HttpsClient(layout.server, authorities.kubernetes, identities.admin);
  const group = new ProcessGroup(folder);
  const stop = async () => {
    for (const client of [etcdClient, bootstrap, api]) client.close();
    await group.stop();
  };
  const failure = group.failure.catch((error: Error) => fail(error, folder));
  failure.catch(() => {});
  try {
    const until = (what: string, check: () => Promise<boolean>) =>
      Promise.race([waitFor(what, check, signal), group.failure]);
    onStep("etcd");
    group.start(etcd(toolchain, layout));
    await until("etcd", async () => (await etcdClient.send("GET", "/health")).status === 200);
    onStep("kube-apiserver");
    group.start(apiServer(toolchain, layout, args.apiServer));
    await until("kube-apiserver", async () => (await bootstrap.send("GET", "/readyz")).status === 200);
    onStep("kube-controller-manager, kube-scheduler, kwok");
    group.start(controllerManager(toolchain, layout));
    group.start(scheduler(toolchain, layout));
    await bootstrapCluster(bootstrap);
    group.start(kwok(toolchain, layout));
    await until("the default service account", () => exists(api, "/api/v1/namespaces/default/serviceaccounts/default"));
    await until("the node", () => nodeReady(api));
  } catch (error) {
    await stop();
    signal?.throwIfAborted();
    throw keepLogs(error instanceof Error ? error : new Error(String(error)), folder);
  }
  bootstrap.close();
  return describe(layout, { api, etcd: etcdClient, group, failure, stop });
}

interface Running {
  readonly api: HttpsClient;
  readonly etcd: HttpsClient;
  readonly group: ProcessGroup;
  readonly failure: Promise<never>;
  readonly stop: () => Promise<void>;
}

const describe = (layout: Layout, { api, etcd, group, failure, stop }: Running): Cluster => ({
  folder: layout.folder,
  layout,
  server: layout.server,
  kubeconfig: layout.file("adminKubeconfig"),
  auditLog: layout.file("auditLog"),
  authority: layout.authorities.kubernetes,
  api,
  etcd,
  get pids() {
    return group.pids;
  },
  failure,
  stop,
});

const exists = async (api: HttpsClient, path: string) => (await api.send("GET", path)).status === 200;

async function nodeReady(api: HttpsClient): Promise<boolean> {
  const node = await api.json<{ status?: { conditions?: { type: string; status: string }[] } }>(
    "GET",
    `/api/v1/nodes/${NODE_NAME}`,
  );
  return node.status?.conditions?.some(({ type, status }) => type === "Ready" && status === "True") ?? false;
}

/** Pod Security judges by the version of the API server: it knows no newer standard. */
const podSecurityVersion = (toolchain: Toolchain): string =>
  `v${toolchain["kube-apiserver"].version.split(".").slice(0, 2).join(".")}`;

/** Asks until the answer is yes; a refused connection is a no. */
async function waitFor(what: string, check: () => Promise<boolean>, signal?: AbortSignal): Promise<void> {
  const end = Date.now() + START_LIMIT_MS;
  let last = "it did not answer";
  while (Date.now() < end) {
    signal?.throwIfAborted();
    try {
      if (await check()) return;
      last = "it answered, but is not ready";
    } catch (error) {
      last = error instanceof Error ? error.message : String(error);
    }
    await sleep(POLL_MS);
  }
  throw new Error(`${what} was not ready within ${START_LIMIT_MS / 1000} s: ${last}.`);
}

function fail(error: Error, folder: string): never {
  throw keepLogs(error, folder);
}

/** Copies the logs to where no clean-up removes them, and says so. */
function keepLogs(error: Error, folder: string): ClusterError {
  const logs = join(folder, "logs");
  if (!existsSync(logs)) return new ClusterError(error.message, { cause: error });
  const kept = mkdtempSync(join(tmpdir(), "rampart-logs-"));
  cpSync(logs, kept, { recursive: true });
  return new ClusterError(`${error.message}\nLogs: ${kept}`, { cause: error });
}

/** Makes a private temporary folder for a cluster, and the function that removes it. */
export function temporaryFolder(): { folder: string; remove: () => void } {
  const folder = mkdtempSync(join(tmpdir(), "rampart-sandbox-"));
  return { folder, remove: () => rmSync(folder, { recursive: true, force: true }) };
}
