import { child, type KubernetesObject } from "./object.js";
import { list, object, type Shape, text } from "./shape.js";

const ingress = object({
  spec: object({
    rules: list(object({ host: text })),
    tls: list(object({ hosts: list(text) })),
  }),
});

type Of<S> = S extends Shape<infer T> ? T : never;
export type IngressSpec = NonNullable<Of<typeof ingress>["spec"]>;

/** networking.k8s.io/v1 Ingress. */
export const ingressSpec = (manifest: KubernetesObject): IngressSpec => ingress(manifest.data)?.spec ?? {};

/** Whether the name of a certificate covers a host: a star stands for exactly one label (RFC 6125, 6.4.3). */
export function coversHost(name: string, host: string): boolean {
  if (name === host) return true;
  const dot = host.indexOf(".");
  return name.startsWith("*.") && dot > 0 && name.slice(1) === host.slice(dot);
}

/** Whether a value that is only looked at for being there is. */
export const isStated = (value: unknown): boolean => typeof value === "string" && value !== "";

/** A field of the object's spec. */
export const specField = (manifest: KubernetesObject, key: string): unknown => child(child(manifest.data, "spec"), key);
