import {
  adopting,
  allowIngressController,
  EnforcementMode,
  HardenedDeployment,
  HardenedNamespace,
  IngressController,
} from "pulumi-rampart";

const shop = new HardenedNamespace(
  "shop",
  { mode: EnforcementMode.Audit },
  { transforms: [adopting({ "shop-namespace": "shop" })] },
);
new HardenedDeployment(
  "web",
  {
    namespace: shop.namespaceName,
    image: "registry.example/shop/web:1.4.2",
    port: 8080,
    servicePort: 80,
    selector: { app: "web" },
    flows: [allowIngressController(IngressController.Traefik, 8080)],
  },
  { transforms: [adopting({ "web-deployment": "web", "web-service": "web" })] },
);
