import type { types } from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import { checkedInput } from "../../checked-input.js";
import { wholeNumberFor } from "../../refusal.js";
import type { ServerArgs } from "./arguments.js";
import { containerOf } from "./container.js";
import { checkPath, volumesOf } from "./volumes.js";

/** Labels of the workload's pods, by which everything else finds them. */
export const labelsOf = (name: string): Record<string, string> => ({ "app.kubernetes.io/name": name });

/** Where pods of several replicas go: apart, but onto one node rather than nowhere. */
const SPREAD_OVER = ["topology.kubernetes.io/zone", "kubernetes.io/hostname"];

/** Labels by which the pods of a workload are found. */
export type PodLabels = Record<string, string> | pulumi.Output<Record<string, string>>;

/** Where the container has a persistent volume of the pod. */
interface Claim {
  readonly name: string;
  readonly mountPath: string;
}

/**
 * The pods of a workload (core/v1 PodTemplateSpec).
 * @param claim a persistent volume beside those of `args`.
 * @param pods labels by which the pods are found, where they are not the usual ones.
 * @throws Error naming the input, the value got and the values allowed.
 */
export function serverTemplate(name: string, args: ServerArgs, claim?: Claim, pods: PodLabels = labelsOf(name)) {
  const { port } = args;
  const checked = port === undefined ? args : { ...args, port: checkedInput(port, portFor(args.privilegedPort)) };
  const template = podTemplate(name, checked, claim);
  return {
    ...template,
    metadata: { labels: pulumi.output(pods).apply((labels) => ({ ...labelsOf(name), ...labels })) },
    spec: {
      ...template.spec,
      topologySpreadConstraints: SPREAD_OVER.map((topologyKey) => ({
        topologyKey,
        maxSkew: 1,
        whenUnsatisfiable: "ScheduleAnyway",
        labelSelector: { matchLabels: pods },
      })),
    },
  };
}

/** Pods that end by themselves and are then not started again in place. */
export function batchTemplate(name: string, args: ServerArgs) {
  const template = podTemplate(name, args);
  return { ...template, spec: { ...template.spec, restartPolicy: "Never" } };
}

function podTemplate(name: string, args: ServerArgs, claim?: Claim) {
  const { imagePullSecrets, runtimeClassName, terminationGracePeriodSeconds } = args;
  const volumes = volumesOf(args, claim && checkPath("storage.path", claim.mountPath));
  const mounts = volumes.map(({ mount }) => mount);
  return {
    metadata: { labels: labelsOf(name) },
    spec: {
      serviceAccountName: name,
      automountServiceAccountToken: false,
      // Addresses of every Service of the namespace, in every process: a map for intruders.
      enableServiceLinks: false,
      securityContext: securityContextOf(args),
      containers: [{ ...containerOf(name, args), volumeMounts: claim === undefined ? mounts : [...mounts, claim] }],
      volumes: volumes.map(({ volume }) => volume),
      ...(args.userNamespace ? { hostUsers: false } : {}),
      ...(runtimeClassName === undefined ? {} : { runtimeClassName }),
      ...(imagePullSecrets === undefined
        ? {}
        : { imagePullSecrets: imagePullSecrets.map((secret) => ({ name: secret })) }),
      ...(terminationGracePeriodSeconds === undefined
        ? {}
        : {
            terminationGracePeriodSeconds: checkedInput(
              terminationGracePeriodSeconds,
              wholeNumberFor("terminationGracePeriodSeconds", 0, 86_400),
            ),
          }),
    },
  } satisfies types.input.core.v1.PodTemplateSpec;
}

function securityContextOf(args: ServerArgs): types.input.core.v1.PodSecurityContext {
  const { runAsId = UNPRIVILEGED_ID, allowRootUser, port, privilegedPort = false, requireAppArmor = false } = args;
  const id = checkedInput(runAsId, wholeNumberFor("runAsId", 1, 2 ** 31 - 1));
  return {
    runAsNonRoot: allowRootUser === undefined,
    runAsUser: allowRootUser === undefined ? id : 0,
    runAsGroup: id,
    fsGroup: id,
    // Else the kubelet walks through every file of a volume at each start.
    fsGroupChangePolicy: "OnRootMismatch",
    seccompProfile: { type: "RuntimeDefault" },
    ...(requireAppArmor ? { appArmorProfile: { type: "RuntimeDefault" } } : {}),
    ...(privilegedPort && port !== undefined
      ? { sysctls: [{ name: "net.ipv4.ip_unprivileged_port_start", value: pulumi.interpolate`${port}` }] }
      : {}),
  };
}

/** No account of an image or a node has this id. */
const UNPRIVILEGED_ID = 65_532;

const portFor = (privileged = false) => wholeNumberFor("port", privileged ? 1 : 1024, 65_535);
