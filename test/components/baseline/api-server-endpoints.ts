/** Where an API server with an endpoint reconciler writes its own addresses; that of the sandbox has none. */
export const SLICES = "/apis/discovery.k8s.io/v1/namespaces/default/endpointslices";

export const SLICE = {
  apiVersion: "discovery.k8s.io/v1",
  kind: "EndpointSlice",
  metadata: { name: "kubernetes", labels: { "kubernetes.io/service-name": "kubernetes" } },
  addressType: "IPv4",
  endpoints: [{ addresses: ["203.0.113.10"] }, { addresses: ["203.0.113.11"] }],
  ports: [{ name: "https", port: 6443, protocol: "TCP" }],
};
