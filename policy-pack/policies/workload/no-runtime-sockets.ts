import { eachVolume } from "../../kubernetes/containers.js";
import { exposesRuntimeSocket } from "../../kubernetes/runtime-sockets.js";
import { definePolicy } from "../../policy.js";

/** NSA/CISA guide, host paths: the ones by which a pod is the node's root without any escape. */
export const noRuntimeSockets = definePolicy({
  id: "no-runtime-sockets",
  title: "Pods must not mount the socket of the container runtime",
  rationale:
    "Who talks to the runtime starts a privileged container outside of Kubernetes: root on the node, seen by no admission.",
  remediation:
    "Remove the volume, also where it is a folder above the socket. Build images with a builder that needs no daemon.",
  fix: "remove the volume; build images without a daemon",
  topic: "workload",
  severity: "critical",
  profile: "baseline",
  references: ["NSA-POD-13", "CIS-K8S-5.2.11"],
  examples: {
    good: [
      {
        name: "other paths of the node",
        spec: {
          containers: [{ name: "app" }],
          volumes: [
            { name: "logs", hostPath: { path: "/var/log" } },
            { name: "alike", hostPath: { path: "/run/containerd-data" } },
            { name: "beside", hostPath: { path: "/var/run/docker.sock.d" } },
          ],
        },
      },
      { name: "no hostPath", spec: { containers: [{ name: "app" }], volumes: [{ name: "run", emptyDir: {} }] } },
    ],
    bad: [
      {
        name: "the socket of Docker",
        spec: {
          containers: [{ name: "app" }],
          volumes: [
            { name: "tmp", emptyDir: {} },
            { name: "docker", hostPath: { path: "/var/run/docker.sock" } },
          ],
        },
        message:
          'volume "docker" must not mount the socket of the container runtime (spec.volumes[1].hostPath.path). Fix: remove the volume; build images without a daemon.',
      },
      {
        name: "folders above a socket",
        spec: {
          containers: [{ name: "app" }],
          volumes: [
            { name: "root", hostPath: { path: "/" } },
            { name: "run", hostPath: { path: "/var/run/" } },
            { name: "containerd", hostPath: { path: "//run/./containerd" } },
          ],
        },
        message:
          'volumes "root", "run", "containerd" must not mount the socket of the container runtime (spec.volumes[0].hostPath.path, spec.volumes[1].hostPath.path, spec.volumes[2].hostPath.path). Fix: remove the volume; build images without a daemon.',
      },
      {
        name: "a named pipe of Windows",
        spec: {
          os: { name: "windows" },
          containers: [{ name: "app" }],
          volumes: [{ name: "pipe", hostPath: { path: "\\\\.\\pipe\\containerd-containerd" } }],
        },
        message:
          'volume "pipe" must not mount the socket of the container runtime (spec.volumes[0].hostPath.path). Fix: remove the volume; build images without a daemon.',
      },
    ],
  },
  subject: "workload",
  check: (workload) =>
    eachVolume(workload, ({ sources: { hostPath } }) =>
      hostPath?.path !== undefined && exposesRuntimeSocket(hostPath.path)
        ? { must: "must not mount the socket of the container runtime", at: "hostPath.path" }
        : undefined,
    ),
});
