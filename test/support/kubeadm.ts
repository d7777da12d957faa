import { execFile } from "node:child_process";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parse, stringify } from "yaml";
import { oracle } from "./tiers.js";

/** What kubeadm said, and whether it agreed. */
export interface KubeadmAnswer {
  readonly ok: boolean;
  readonly output: string;
}

/** The programs that kubeadm runs as static pods. */
export const STATIC_PODS = ["kube-apiserver", "kube-controller-manager", "kube-scheduler", "etcd"] as const;
export type StaticPod = (typeof STATIC_PODS)[number];

/** What `kubeadm init` would have made. */
export interface KubeadmDryRun {
  /** Folder of the certificates, the kubeconfigs and the manifests. */
  readonly folder: string;
  /** Flags of each program's static pod by name, in their order. */
  readonly flags: Readonly<Record<StaticPod, Readonly<Record<string, string>>>>;
  /** Paths of the machine that the static pod of each program sees. */
  readonly mounts: Readonly<Record<StaticPod, readonly string[]>>;
  /** The kubelet's configuration, as the first machine would get it. */
  readonly kubelet: Readonly<Record<string, unknown>>;
}

/**
 * What of a machine a dry run asks about although it changes none: that it is root's, big enough, runs no Kubernetes
 * yet, and has a container runtime, a kubelet and what they need. Everything else stays an error.
 */
const NOT_ABOUT_THE_FILES = [
  "IsPrivilegedUser",
  "NumCPU",
  "Mem",
  "Swap",
  "CRI",
  "ContainerRuntimeVersion",
  "SystemVerification",
  "KubeletVersion",
  "Hostname",
  "FileContent--proc-sys-net-ipv4-ip_forward",
  ...["conntrack", "ip", "iptables", "mount", "nsenter"].map((program) => `FileExisting-${program}`),
  ...[6443, 10_259, 10_257, 10_250, 2379, 2380].map((port) => `Port-${port}`),
  "DirAvailable--var-lib-etcd",
];

/** Documents as one file. */
export const documents = (all: readonly object[]): string => all.map((one) => stringify(one)).join("---\n");

/** `kubeadm config validate`: every field known and of its type; of its own kinds, every value allowed. */
export async function kubeadmValidate(folder: string, all: readonly object[]): Promise<KubeadmAnswer> {
  const file = join(folder, "kubeadm.yaml");
  writeFileSync(file, documents(all), { mode: 0o600 });
  return kubeadm(["config", "validate", "--config", file], {});
}

/** `kubeadm init --dry-run`. @throws Error with its output when it does not get to the end. */
export async function kubeadmDryRun(folder: string, all: readonly object[]): Promise<KubeadmDryRun> {
  const made = join(folder, "kubeadm");
  mkdirSync(made, { mode: 0o700 });
  const file = join(folder, "kubeadm.yaml");
  writeFileSync(file, documents(all), { mode: 0o600 });
  const { ok, output } = await kubeadm(
    ["init", "--dry-run", "--config", file, `--ignore-preflight-errors=${NOT_ABOUT_THE_FILES.join(",")}`],
    { KUBEADM_INIT_DRYRUN_DIR: made },
  );
  if (!ok) throw new Error(output);
  const pods = STATIC_PODS.map((name) => [name, staticPod(join(made, `${name}.yaml`))] as const);
  return {
    folder: made,
    flags: Object.fromEntries(pods.map(([name, { flags }]) => [name, flags])) as KubeadmDryRun["flags"],
    mounts: Object.fromEntries(pods.map(([name, { mounts }]) => [name, mounts])) as KubeadmDryRun["mounts"],
    kubelet: parse(readFileSync(join(made, "config.yaml"), "utf8")),
  };
}

function staticPod(file: string): { flags: Readonly<Record<string, string>>; mounts: readonly string[] } {
  const { spec } = parse(readFileSync(file, "utf8")) as {
    spec: { containers: { command: string[] }[]; volumes: { hostPath: { path: string } }[] };
  };
  const words = spec.containers[0]?.command.slice(1) ?? [];
  return {
    flags: Object.fromEntries(words.map((word) => /^--([^=]+)=(.*)$/s.exec(word)?.slice(1) ?? [word, ""])),
    mounts: spec.volumes.map(({ hostPath }) => hostPath.path),
  };
}

async function kubeadm(args: readonly string[], env: NodeJS.ProcessEnv): Promise<KubeadmAnswer> {
  const { path } = await oracle("kubeadm");
  return new Promise((done) => {
    execFile(path, args, { env: { PATH: process.env.PATH, ...env }, timeout: 60_000 }, (error, stdout, stderr) =>
      done({ ok: error === null, output: stdout + stderr }),
    );
  });
}
