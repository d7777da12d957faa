import * as kubernetes from "@pulumi/kubernetes";

const shop = new kubernetes.core.v1.Namespace("shop", {
  metadata: { name: "shop", labels: { "pod-security.kubernetes.io/enforce": "privileged" } },
});
const namespace = shop.metadata.name;
const labels = { app: "web" };

new kubernetes.apps.v1.Deployment("web", {
  metadata: { name: "web", namespace },
  spec: {
    replicas: 2,
    selector: { matchLabels: labels },
    template: {
      metadata: { labels },
      spec: {
        containers: [{ name: "app", image: "registry.example/shop/web:latest", ports: [{ containerPort: 8080 }] }],
      },
    },
  },
});
new kubernetes.core.v1.Service("web", {
  metadata: { name: "web", namespace },
  spec: { type: "NodePort", selector: labels, ports: [{ port: 80, targetPort: 8080 }] },
});
