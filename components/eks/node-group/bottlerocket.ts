import { KERNEL_DEFAULTS } from "../../control-plane/kubelet/configuration.js";
import type { KubeletPreset } from "./kubelet-preset.js";

type Value = boolean | number | string;

/**
 * Bottlerocket's settings, as the TOML that it takes for user data. What has no setting is fixed in its image, and right:
 * callers, port, kernel defaults and cipher suites of the kubelet. EKS adds what a node needs to join.
 * @param allowSessionManager starts the control container, by which Session Manager opens sessions.
 */
export function bottlerocketSettings(preset: KubeletPreset, allowSessionManager: boolean): string {
  return [
    table("settings.kubernetes", {
      "seccomp-default": preset.seccompDefault,
      "pod-pids-limit": preset.podPidsLimit,
      "event-qps": preset.eventRecordQPS,
      "event-burst": preset.eventBurst,
      "server-tls-bootstrap": preset.serverTLSBootstrap ?? true,
    }),
    table("settings.kernel", { lockdown: "integrity" }),
    table(
      "settings.kernel.sysctl",
      Object.fromEntries(Object.entries(KERNEL_DEFAULTS).map(([key, value]) => [key, String(value)])),
    ),
    table("settings.host-containers.admin", { enabled: false }),
    table("settings.host-containers.control", { enabled: allowSessionManager }),
  ].join("\n");
}

const table = (name: string, values: Readonly<Record<string, Value>>): string =>
  `[${name}]\n${Object.entries(values)
    .map(([key, value]) => `${/^[\w-]+$/.test(key) ? key : JSON.stringify(key)} = ${JSON.stringify(value)}\n`)
    .join("")}`;
