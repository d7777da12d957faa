import { imageReference } from "./image.js";
import { quantity } from "./quantity.js";
import { flag, integer, list, map, object, present, type Shape, text } from "./shape.js";

/** The parts of core/v1 PodSpec that policies judge, by the names of the Kubernetes API. */
type Of<S> = S extends Shape<infer T> ? T : never;

const seLinuxOptions = object({ type: text, user: text, role: text });
const windowsOptions = object({ hostProcess: flag });
const profile = object({ type: text });
/** A null in a list of capabilities is one without a name, which the API server takes and Pod Security refuses. */
const capability: Shape<string> = (value) => (value === null ? "" : text(value));

const shared = {
  runAsNonRoot: flag,
  runAsUser: integer,
  runAsGroup: integer,
  seLinuxOptions,
  seccompProfile: profile,
  appArmorProfile: profile,
  windowsOptions,
};
const podSecurityContext = object({
  ...shared,
  fsGroup: integer,
  supplementalGroups: list(integer),
  sysctls: list(object({ name: text })),
});
const securityContext = object({
  ...shared,
  privileged: flag,
  allowPrivilegeEscalation: flag,
  readOnlyRootFilesystem: flag,
  capabilities: object({ add: list(capability), drop: list(capability) }),
  procMount: text,
});

const handler = object({ httpGet: object({ host: text }), tcpSocket: object({ host: text }) });

const amounts = object({ cpu: quantity, memory: quantity, "ephemeral-storage": quantity });
const resources = object({ requests: amounts, limits: amounts });

const container = object({
  name: text,
  image: imageReference,
  imagePullPolicy: text,
  command: list(text),
  args: list(text),
  env: list(object({ name: text, value: text, valueFrom: object({ secretKeyRef: present }) })),
  envFrom: list(object({ secretRef: present })),
  resources,
  securityContext,
  ports: list(object({ hostPort: integer })),
  livenessProbe: handler,
  readinessProbe: handler,
  startupProbe: handler,
  lifecycle: object({ postStart: handler, preStop: handler }),
});

const volumeSources = object({
  hostPath: object({ path: text }),
  image: object({ reference: imageReference, pullPolicy: text }),
  projected: object({ sources: list(object({ serviceAccountToken: object({ expirationSeconds: integer }) })) }),
});

/** A volume's source is the one key beside its name; `sources` has what is judged of some of them. */
const volume = map(present);
const namedVolume: Shape<{
  readonly name: { readonly name?: string };
  readonly source: Of<typeof volume>;
  readonly sources: Of<typeof volumeSources>;
}> = (value) => {
  const source = volume(value);
  const name = object({ name: text })(value);
  const sources = volumeSources(value);
  return source === undefined || name === undefined || sources === undefined ? undefined : { name, source, sources };
};

export const podSpec = object({
  hostNetwork: flag,
  hostPID: flag,
  hostIPC: flag,
  hostUsers: flag,
  shareProcessNamespace: flag,
  serviceAccountName: text,
  serviceAccount: text,
  automountServiceAccountToken: flag,
  runtimeClassName: text,
  os: object({ name: text }),
  resources,
  securityContext: podSecurityContext,
  initContainers: list(container),
  containers: list(container),
  ephemeralContainers: list(container),
  volumes: list(namedVolume),
});

export const podMetadata = object({ annotations: map(text) });

export type PodSpec = Of<typeof podSpec>;
export type Container = Of<typeof container>;
export type Resources = Of<typeof resources>;
export type Volume = Of<typeof namedVolume>;
export type Handler = Of<typeof handler>;
export type PodSecurityContext = Of<typeof podSecurityContext>;
export type SecurityContext = Of<typeof securityContext>;
export type PodMetadata = Of<typeof podMetadata>;
