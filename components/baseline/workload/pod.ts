import * as pulumi from "@pulumi/pulumi";
import { checkedInput } from "../../checked-input.js";
import type { MountedFiles, ServerArgs, WorkloadArgs } from "./args.js";
import { checkPinnedImage, checkPort } from "./checks.js";

/** No account of an image or a node has this id. */
const UNPRIVILEGED_ID = 65_532;

/** What is mounted beside the writable paths. */
export interface ExtraMount {
  readonly name: string;
  readonly mountPath: string;
}

/** Labels of a workload's pods, by which everything of it is selected; they never change. */
export const labelsOf = (name: string) => ({ "app.kubernetes.io/name": name });

/** What core/v1 PodSpec says of a workload, but for how it is started again. */
export function podSpec(
  name: string,
  args: WorkloadArgs,
  serviceAccountName: pulumi.Input<string>,
  container: object = {},
  extraMounts: readonly ExtraMount[] = [],
) {
  const { secretFiles = [], configFiles = [], runtimeClassName, userNamespace = false, appArmor = false } = args;
  const id = args.allowRootUser === undefined ? (args.runAsId ?? UNPRIVILEGED_ID) : 0;
  return {
    serviceAccountName,
    automountServiceAccountToken: args.allowServiceAccountToken !== undefined,
    // The addresses of every Service of the namespace are nobody's business.
    enableServiceLinks: false,
    ...(userNamespace ? { hostUsers: false } : {}),
    ...(runtimeClassName === undefined ? {} : { runtimeClassName }),
    securityContext: {
      runAsNonRoot: args.allowRootUser === undefined,
      runAsUser: id,
      runAsGroup: id,
      fsGroup: id,
      seccompProfile: { type: "RuntimeDefault" },
      ...(appArmor ? { appArmorProfile: { type: "RuntimeDefault" } } : {}),
    },
    containers: [{ ...mainContainer(name, args), ...container, volumeMounts: [...mountsOf(args), ...extraMounts] }],
    volumes: [
      ...writableFolders(args).map((path) => ({ name: volumeName(path), emptyDir: { sizeLimit: "64Mi" } })),
      ...secretFiles.map(({ name: secretName, path }) => ({
        name: volumeName(path),
        secret: { secretName, defaultMode: 0o440 },
      })),
      ...configFiles.map((files) => ({ name: volumeName(files.path), configMap: { name: files.name } })),
    ],
  };
}

function mainContainer(name: string, args: WorkloadArgs) {
  const { environment, allowCapabilities, allowUnpinnedImage } = args;
  const { cpu = "100m", memory = "128Mi", cpuLimit = "500m", ephemeralStorage = "256Mi" } = args.resources ?? {};
  const disk = { "ephemeral-storage": ephemeralStorage };
  return {
    name,
    image: allowUnpinnedImage === undefined ? checkedInput(args.image, checkPinnedImage) : args.image,
    ...(args.command === undefined ? {} : { command: args.command }),
    ...(args.arguments === undefined ? {} : { args: args.arguments }),
    env: pulumi
      .output(environment ?? {})
      .apply((variables) => Object.entries(variables).map(([variable, value]) => ({ name: variable, value }))),
    resources: { requests: { cpu, memory, ...disk }, limits: { cpu: cpuLimit, memory, ...disk } },
    securityContext: {
      allowPrivilegeEscalation: false,
      readOnlyRootFilesystem: args.allowWritableRootFilesystem === undefined,
      capabilities: { drop: ["ALL"], ...(allowCapabilities === undefined ? {} : { add: allowCapabilities.add }) },
    },
  };
}

/** What the container of a server has beside: its port, and how the kubelet sees that it is well. */
export function serverContainer({ port, healthPath }: ServerArgs) {
  const number = checkedInput(port, checkPort);
  const probe =
    healthPath === undefined ? { tcpSocket: { port: number } } : { httpGet: { path: healthPath, port: number } };
  return {
    ports: [{ name: "main", containerPort: number }],
    // A program may need a while for its start, and is not ended meanwhile.
    startupProbe: { ...probe, periodSeconds: 2, failureThreshold: 60 },
    readinessProbe: { ...probe, periodSeconds: 5 },
    livenessProbe: { ...probe, periodSeconds: 10, failureThreshold: 6 },
  };
}

/** Over zones and nodes where there are several; where there are not, the pods run all the same. */
export const spreadOf = (labels: Readonly<Record<string, string>>) =>
  ["topology.kubernetes.io/zone", "kubernetes.io/hostname"].map((topologyKey) => ({
    maxSkew: 1,
    topologyKey,
    whenUnsatisfiable: "ScheduleAnyway",
    labelSelector: { matchLabels: labels },
  }));

const writableFolders = ({ writablePaths = [] }: WorkloadArgs): string[] => ["/tmp", ...writablePaths];

const mountsOf = (args: WorkloadArgs) => {
  const readOnly = ({ path }: MountedFiles) => ({ name: volumeName(path), mountPath: path, readOnly: true });
  return [
    ...writableFolders(args).map((path) => ({ name: volumeName(path), mountPath: path })),
    ...[...(args.secretFiles ?? []), ...(args.configFiles ?? [])].map(readOnly),
  ];
};

/** A name that a volume may have (RFC 1123 label), from its path; long paths keep their end, which differs. */
const volumeName = (path: string): string =>
  path
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "-")
    .slice(-63)
    .replace(/^-+|-+$/g, "");
