import assert from "node:assert/strict";
import { exposesRuntimeSocket } from "../../policy-pack/kubernetes/runtime-sockets.js";

describe("NSA-POD-13: a path of a node", () => {
  it("reaches a container runtime where it is a socket or above one, however it is written", () => {
    for (const path of [
      "/",
      "//",
      "/.",
      "/var",
      "/var/",
      "/var/run",
      "/run",
      "/run/docker.sock",
      "/var/run/docker.sock",
      "/var/./run//crio/crio.sock",
      "/run/containerd",
      "/var/run/containerd/containerd.sock",
      "/var/log/../run/docker.sock",
      "/run/k3s",
      "/proc/1/root",
      "/proc/1/root/run/containerd/containerd.sock",
      "/proc/self/root/var/run",
      "//./pipe/docker_engine",
      "\\\\.\\pipe\\Containerd-Containerd",
    ])
      assert.ok(exposesRuntimeSocket(path), path);
  });

  it("does not where it is beside one, or only begins alike", () => {
    for (const path of [
      "/var/lib",
      "/var/log",
      "/run/secrets",
      "/run/docker.sock.d",
      "/var/running",
      "/runner",
      "/run/containerd-data",
      "/home/var/run",
      "/etc/containerd",
      "/proc",
      "/dev",
    ])
      assert.ok(!exposesRuntimeSocket(path), path);
  });
});
