import { flag, integer, list, map, object, present, type Shape, text } from "./shape.js";

/** The parts of core/v1 PodSpec that policies judge, by the names of the Kubernetes API. */
type Of<S> = S extends Shape<infer T> ? T : never;

const seLinuxOptions = object({ type: text, user: text, role: text });
const windowsOptions = object({ hostProcess: flag });
const profile = object({ type: text });

const shared = {
  runAsNonRoot: flag,
  runAsUser: integer,
  seLinuxOptions,
  seccompProfile: profile,
  appArmorProfile: profile,
  windowsOptions,
};
const podSecurityContext = object({ ...shared, sysctls: list(object({ name: text })) });
const securityContext = object({
  ...shared,
  privileged: flag,
  allowPrivilegeEscalation: flag,
  capabilities: object({ add: list(text), drop: list(text) }),
  procMount: text,
});

const handler = object({ httpGet: object({ host: text }), tcpSocket: object({ host: text }) });

const container = object({
  name: text,
  image: text,
  command: list(text),
  args: list(text),
  env: list(object({ name: text, value: text })),
  securityContext,
  ports: list(object({ hostPort: integer })),
  livenessProbe: handler,
  readinessProbe: handler,
  startupProbe: handler,
  lifecycle: object({ postStart: handler, preStop: handler }),
});

/** A volume's source is the one key beside its name. */
const volume = map(present);
const namedVolume: Shape<{ readonly name: { readonly name?: string }; readonly source: Of<typeof volume> }> = (
  value,
) => {
  const source = volume(value);
  const name = object({ name: text })(value);
  return source === undefined || name === undefined ? undefined : { name, source };
};

export const podSpec = object({
  hostNetwork: flag,
  hostPID: flag,
  hostIPC: flag,
  hostUsers: flag,
  os: object({ name: text }),
  securityContext: podSecurityContext,
  initContainers: list(container),
  containers: list(container),
  ephemeralContainers: list(container),
  volumes: list(namedVolume),
});

export const podMetadata = object({ annotations: map(text) });

export type PodSpec = Of<typeof podSpec>;
export type Container = Of<typeof container>;
export type Volume = Of<typeof namedVolume>;
export type Handler = Of<typeof handler>;
export type PodSecurityContext = Of<typeof podSecurityContext>;
export type SecurityContext = Of<typeof securityContext>;
export type PodMetadata = Of<typeof podMetadata>;
