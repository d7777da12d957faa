import type { types } from "@pulumi/kubernetes";
import type * as pulumi from "@pulumi/pulumi";
import { checkedInput } from "../../checked-input.js";
import { wholeNumberFor } from "../../refusal.js";
import type { WorkloadProbes } from "./arguments.js";

type Probes = Pick<types.input.core.v1.Container, "readinessProbe" | "livenessProbe" | "startupProbe">;

const PERIOD_SECONDS = 2;

/** Probes of a container that listens on `port`; none names a host, which would make the kubelet call others. */
export function probesOf(
  port: pulumi.Input<number>,
  { readinessPath, livenessPath, startupSeconds = 60 }: WorkloadProbes = {},
): Probes {
  const on = (input: string, path: pulumi.Input<string> | undefined) =>
    path === undefined ? { tcpSocket: { port } } : { httpGet: { path: checkedInput(path, pathFor(input)), port } };
  const live = on("probes.livenessPath", livenessPath);
  return {
    readinessProbe: on("probes.readinessPath", readinessPath),
    livenessProbe: { ...live, failureThreshold: 6, timeoutSeconds: 5 },
    startupProbe: {
      ...live,
      periodSeconds: PERIOD_SECONDS,
      failureThreshold: checkedInput(startupSeconds, wholeNumberFor("probes.startupSeconds", 1, 86_400)).apply((all) =>
        Math.ceil(all / PERIOD_SECONDS),
      ),
    },
  };
}

const pathFor =
  (input: string) =>
  (path: string): string => {
    if (/^\/[^\s]*$/.test(path)) return path;
    throw new Error(`${input}: must be a path such as "/healthz", got "${path}"`);
  };
