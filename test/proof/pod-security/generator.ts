import { ABSENT, type Draw, drawOf } from "./choices.js";
import type { Random } from "./random.js";
import { podSecurityContext, securityContext } from "./security-contexts.js";
import { volumes } from "./volumes.js";

/** A pod as the API takes it, as plain JSON. */
export interface Pod {
  readonly metadata?: unknown;
  readonly spec?: unknown;
}

const HOSTS = ["127.0.0.1", "localhost", "::1", "0.0.0.0", "10.0.0.1", "metadata.example", " "];

const handler = (draw: Draw): Record<string, unknown> => {
  const host = (): unknown => draw.either([ABSENT, ABSENT, ""], HOSTS);
  return draw.pick([
    () => ({ httpGet: draw.fields({ port: 8080, path: "/", host: host() }) }),
    () => ({ tcpSocket: draw.fields({ port: 8080, host: host() }) }),
    () => ({ exec: { command: ["true"] } }),
    () => ({ httpGet: draw.fields({ port: "http", host: host() }), tcpSocket: draw.fields({ port: 1, host: host() }) }),
  ])();
};

const probe = (draw: Draw): unknown => draw.maybe(0.2, () => draw.pick([handler(draw), { grpc: { port: 9000 } }, {}]));

const lifecycle = (draw: Draw): unknown =>
  draw.fields({
    postStart: draw.maybe(0.4, () => handler(draw)),
    preStop: draw.maybe(0.4, () => draw.pick([handler(draw), { sleep: { seconds: 1 } }])),
  });

const port = (draw: Draw): unknown =>
  draw.fields({
    containerPort: draw.pick([80, 8080]),
    hostPort: draw.either([ABSENT, ABSENT, 0], [80, 8080, 65_535]),
    hostIP: draw.maybe(0.05, () => "127.0.0.1"),
    protocol: draw.maybe(0.3, () => "UDP"),
  });

const containers = (draw: Draw, kind: string, count: number, settled: boolean): unknown[] =>
  draw.times(count, (index) =>
    draw.fields({
      name: `${kind}-${index}`,
      image: "registry.example/app:1",
      ports: draw.maybe(0.4, () => draw.times(draw.between(0, 2), () => port(draw))),
      livenessProbe: probe(draw),
      readinessProbe: probe(draw),
      startupProbe: probe(draw),
      lifecycle: draw.maybe(0.25, () => lifecycle(draw)),
      securityContext: securityContext(draw, settled),
    }),
  );

const APPARMOR = "container.apparmor.security.beta.kubernetes.io";
const NAMES = ["init-0", "app-0", "app-1", "debug-0", "nobody", ""];

/** Annotations that preceded the fields; of seccomp they have meant nothing since 1.25. */
const annotations = (draw: Draw): Record<string, unknown> => {
  const value = (): unknown =>
    draw.either(
      ["runtime/default", "localhost/strict", "localhost/", "", null],
      ["unconfined", "RuntimeDefault", "Localhost/strict", "runtime/default ", "localhost"],
    );
  const keys = [
    () => `${APPARMOR}/${draw.pick(NAMES)}`,
    () => `${APPARMOR}/${draw.pick(NAMES)}`,
    () => `${APPARMOR.toUpperCase()}/app-0`,
    () => APPARMOR,
    () => "seccomp.security.alpha.kubernetes.io/pod",
    () => `container.seccomp.security.alpha.kubernetes.io/${draw.pick(NAMES)}`,
  ];
  return Object.fromEntries(draw.times(draw.between(0, 3), () => [draw.pick(keys)(), value()]));
};

const metadata = (draw: Draw): unknown =>
  draw.fields({ name: "example", annotations: draw.maybe(0.5, () => annotations(draw)) });

const os = (draw: Draw): unknown =>
  draw.pick([ABSENT, ABSENT, ABSENT, { name: "linux" }, { name: "windows" }, { name: "Windows" }, {}]);

/**
 * Draws a pod that uses every field of every Pod Security check. What the API server refuses anyway is drawn too, as
 * long as it can be read: the checks have an answer for it.
 */
export function drawPod(random: Random): Pod {
  const draw = drawOf(random);
  const settled = draw.chance(0.5);
  const list = (kind: string, most: number): unknown => {
    const count = draw.between(0, most);
    return count === 0 ? draw.pick([ABSENT, []]) : containers(draw, kind, count, settled);
  };
  return draw.fields({
    metadata: draw.maybe(0.9, () => metadata(draw)),
    spec: draw.fields({
      hostNetwork: draw.either([ABSENT, false], [true]),
      hostPID: draw.either([ABSENT, false], [true]),
      hostIPC: draw.either([ABSENT, false], [true]),
      hostUsers: draw.pick([ABSENT, true, false]),
      shareProcessNamespace: draw.pick([ABSENT, false, true]),
      os: os(draw),
      securityContext: podSecurityContext(draw, settled),
      initContainers: list("init", 2),
      containers: containers(draw, "app", draw.pick([0, 1, 1, 1, 2, 2, 3]), settled),
      ephemeralContainers: list("debug", 1),
      volumes: draw.maybe(0.6, () => volumes(draw)),
    }),
  });
}
