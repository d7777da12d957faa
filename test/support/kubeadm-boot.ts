import { mkdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { parse } from "yaml";
import { commandLine } from "../../components/control-plane/index.js";
import { HttpsClient } from "../../sandbox/control-plane/https-client.js";
import { freePorts } from "../../sandbox/control-plane/ports.js";
import { writePrivate } from "../../sandbox/control-plane/private-files.js";
import { ProcessGroup } from "../../sandbox/control-plane/processes.js";
import type { KubeadmDryRun } from "./kubeadm.js";
import { toolchain } from "./tiers.js";

/** A control plane that runs from kubeadm's static pods. */
export interface Booted {
  /** The API server, above RBAC. */
  readonly api: HttpsClient;
  stop(): Promise<void>;
}

const LIMIT_MS = 60_000;
const POLL_MS = 50;

/**
 * Starts etcd, API server, controller manager and scheduler with the flags of the static pods. What differs is what is the
 * machine's: addresses, ports and the folder of kubeadm's own files.
 * @param extra flags of Kubernetes' own programs, beside those of the static pods.
 * @throws ProcessEnded with its last lines when a program does not want to run.
 */
export async function bootKubeadm(
  run: KubeadmDryRun,
  folder: string,
  extra: Readonly<Record<string, string>>,
): Promise<Booted> {
  const [etcdPort = 0, peerPort = 0, metricsPort = 0, apiPort = 0, managerPort = 0, schedulerPort = 0] =
    await freePorts(6);
  const tools = await toolchain();
  const etcd = `https://127.0.0.1:${etcdPort}`;
  const peer = `https://127.0.0.1:${peerPort}`;
  const server = `https://127.0.0.1:${apiPort}`;
  const own = (value: string): string =>
    value.replaceAll("/etc/kubernetes/pki", run.folder).replaceAll("/etc/kubernetes/", `${run.folder}/`);
  const ownFlags = (
    flags: Readonly<Record<string, string>>,
    changed: Readonly<Record<string, string | number | boolean>>,
  ) => {
    const kept = Object.fromEntries(Object.entries(flags).map(([name, value]) => [name, own(value)]));
    return commandLine({ ...kept, ...changed });
  };
  for (const name of ["controller-manager.conf", "scheduler.conf"]) {
    const file = join(run.folder, name);
    writePrivate(file, readFileSync(file, "utf8").replace(/server: https:\S+/, `server: ${server}`));
  }
  const auditLog = run.flags["kube-apiserver"]["audit-log-path"];
  if (auditLog !== undefined) mkdirSync(dirname(auditLog), { recursive: true });

  const { authority, client } = administrator(join(run.folder, "super-admin.conf"));
  const api = new HttpsClient(server, authority, client);
  const group = new ProcessGroup(folder);
  const stopped = new AbortController();
  const stop = async (): Promise<void> => {
    stopped.abort();
    api.close();
    await group.stop();
  };
  const start = (
    name: keyof typeof run.flags,
    executable: string,
    changed: Readonly<Record<string, string | number | boolean>>,
  ) => group.start({ name, executable, args: ownFlags(run.flags[name], changed) });
  try {
    start("etcd", tools.etcd.path, {
      "data-dir": join(folder, "etcd"),
      "listen-client-urls": etcd,
      "advertise-client-urls": etcd,
      "listen-peer-urls": peer,
      "initial-advertise-peer-urls": peer,
      "initial-cluster": `${run.flags.etcd.name}=${peer}`,
      "listen-metrics-urls": `http://127.0.0.1:${metricsPort}`,
      "unsafe-no-fsync": true,
    });
    start("kube-apiserver", tools["kube-apiserver"].path, {
      "etcd-servers": etcd,
      "bind-address": "127.0.0.1",
      "advertise-address": "127.0.0.1",
      "secure-port": apiPort,
      "endpoint-reconciler-type": "none",
      ...extra,
    });
    // A plugin of KMS that only decrypts what there is not yet makes nothing wait.
    await Promise.race([
      until(async () => (await api.send("GET", READY)).status === 200, stopped.signal),
      group.failure,
    ]);
    start("kube-controller-manager", tools["kube-controller-manager"].path, { "secure-port": managerPort, ...extra });
    start("kube-scheduler", tools["kube-scheduler"].path, { "secure-port": schedulerPort, ...extra });
    const served = (lease: string) => async () =>
      (await api.send("GET", `/apis/coordination.k8s.io/v1/namespaces/kube-system/leases/${lease}`)).status === 200;
    for (const lease of ["kube-controller-manager", "kube-scheduler"])
      await Promise.race([until(served(lease), stopped.signal), group.failure]);
    return { api, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

const READY = "/readyz?exclude=kms-providers";

function administrator(kubeconfig: string) {
  const { clusters, users } = parse(readFileSync(kubeconfig, "utf8")) as {
    clusters: { cluster: Record<string, string> }[];
    users: { user: Record<string, string> }[];
  };
  const text = (base64 = ""): string => Buffer.from(base64, "base64").toString("utf8");
  return {
    authority: text(clusters[0]?.cluster["certificate-authority-data"]),
    client: {
      certificate: text(users[0]?.user["client-certificate-data"]),
      privateKey: text(users[0]?.user["client-key-data"]),
    },
  };
}

async function until(check: () => Promise<boolean>, signal: AbortSignal): Promise<void> {
  const end = Date.now() + LIMIT_MS;
  let last: unknown = "it answered, but is not ready";
  while (Date.now() < end && !signal.aborted) {
    try {
      if (await check()) return;
    } catch (error) {
      last = error;
    }
    await sleep(POLL_MS);
  }
  throw new Error(`Not ready within ${LIMIT_MS / 1000} s: ${String(last)}`);
}
