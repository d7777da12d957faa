/** Ingress controllers and gateways whose pods can be told by namespace and labels. */
export enum IngressController {
  Contour = "contour",
  HaProxy = "haproxy",
  IstioGateway = "istio-gateway",
  Kong = "kong",
  NginxIngress = "nginx-ingress",
  Traefik = "traefik",
}

/**
 * Namespace and labels of the pods that pass requests on, as each project's own installation has them (its Helm chart
 * in the namespace that its documentation uses; looked up 2026-11-25).
 */
export const INGRESS_CONTROLLERS: Readonly<
  Record<IngressController, { readonly namespace: string; readonly labels: Readonly<Record<string, string>> }>
> = {
  // projectcontour.io: Envoy receives, Contour only configures it.
  [IngressController.Contour]: { namespace: "projectcontour", labels: { app: "envoy" } },
  // haproxy.com, chart kubernetes-ingress
  [IngressController.HaProxy]: {
    namespace: "haproxy-controller",
    labels: { "app.kubernetes.io/name": "kubernetes-ingress" },
  },
  // istio.io, chart gateway
  [IngressController.IstioGateway]: { namespace: "istio-ingress", labels: { istio: "ingress" } },
  // konghq.com, chart kong
  [IngressController.Kong]: { namespace: "kong", labels: { "app.kubernetes.io/component": "app" } },
  // docs.nginx.com, chart nginx-ingress (F5, not the retired ingress-nginx)
  [IngressController.NginxIngress]: {
    namespace: "nginx-ingress",
    labels: { "app.kubernetes.io/name": "nginx-ingress" },
  },
  // doc.traefik.io, chart traefik
  [IngressController.Traefik]: { namespace: "traefik", labels: { "app.kubernetes.io/name": "traefik" } },
};
