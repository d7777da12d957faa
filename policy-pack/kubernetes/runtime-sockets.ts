/** Where container runtimes and their helpers listen; /var/run is /run. Whoever can write there starts any container. */
const SOCKETS = [
  "/run/docker.sock",
  "/run/dockershim.sock",
  "/run/cri-dockerd.sock",
  "/run/containerd/containerd.sock",
  "/run/containerd/containerd.sock.ttrpc",
  "/run/crio/crio.sock",
  "/run/podman/podman.sock",
  "/run/buildkit/buildkitd.sock",
  "/run/k0s/containerd.sock",
  "/run/k3s/containerd/containerd.sock",
  "/run/snap.docker/docker.sock",
  "/var/snap/microk8s/common/run/containerd.sock",
];

/** Windows named pipes, in lower case. */
const PIPES: ReadonlySet<string> = new Set([
  "\\\\.\\pipe\\docker_engine",
  "\\\\.\\pipe\\containerd-containerd",
  "\\\\.\\pipe\\cri-dockerd",
]);

/** Every path whose mount has a socket in it: the socket and each folder above it. */
const EXPOSING: ReadonlySet<string> = new Set(SOCKETS.flatMap(pathsTo));

/** Whether a mount of that path of a node reaches the container runtime. `/var` counts: on some nodes `/var/run` is a folder of its own. */
export function exposesRuntimeSocket(path: string): boolean {
  return EXPOSING.has(canonical(path)) || PIPES.has(path.toLowerCase().replaceAll("/", "\\"));
}

function pathsTo(path: string): string[] {
  const steps = path.split("/").slice(1);
  return ["/", "/var", ...steps.map((_, index) => `/${steps.slice(0, index + 1).join("/")}`)];
}

/** Without empty and `.` steps, the ways round by the root of a process, and the link from /var/run to /run. */
function canonical(path: string): string {
  const steps: string[] = [];
  for (const step of path.split("/")) {
    if (step === "" || step === ".") continue;
    if (step === "..") steps.pop();
    else steps.push(step);
    if (steps[0] === "proc" && steps.length === 3 && (step === "root" || step === "cwd")) steps.length = 0;
    if (steps.length === 2 && steps[0] === "var" && steps[1] === "run") steps.shift();
  }
  return `/${steps.join("/")}`;
}
