import { withinContainers } from "../../kubernetes/containers.js";
import { definePolicy } from "../../policy.js";

/** The controller's images in any registry. */
const IMAGE =
  /(?:^|\/)(?:ingress-nginx\/controller(?:-chroot)?|kubernetes-ingress-controller\/nginx-ingress-controller)$/;

/** Retired by its maintainers (kubernetes.io, 2025-11-11); the last release was in March 2026. */
export const noRetiredIngressControllers = definePolicy({
  id: "no-retired-ingress-controllers",
  title: "Clusters must not run the retired ingress-nginx controller",
  rationale: "The project ended in March 2026: what is found in it, at the edge of the cluster, stays open.",
  remediation: "Move to a maintained controller, or to a Gateway.",
  fix: "move to a maintained controller",
  topic: "network",
  severity: "high",
  profile: "restricted",
  references: ["NSA-UPG-05", "V-242442"],
  examples: {
    good: [
      {
        name: "another controller",
        spec: { containers: [{ name: "controller", image: "docker.io/nginx/nginx-ingress:5.1.0" }] },
      },
      { name: "nginx itself", spec: { containers: [{ name: "controller", image: "nginx:1.29" }] } },
    ],
    bad: [
      {
        name: "the controller",
        spec: { containers: [{ name: "controller", image: "registry.k8s.io/ingress-nginx/controller:v1.14.0" }] },
        message:
          'container "controller" must not run ingress-nginx (spec.containers[0].image). Fix: move to a maintained controller.',
      },
      {
        name: "a mirror of it, hardened",
        spec: {
          containers: [{ name: "controller", image: "mirror.example.com/k8s/ingress-nginx/controller-chroot:v1.13.1" }],
        },
        message:
          'container "controller" must not run ingress-nginx (spec.containers[0].image). Fix: move to a maintained controller.',
      },
      {
        name: "its oldest name",
        spec: {
          containers: [
            { name: "controller", image: "quay.io/kubernetes-ingress-controller/nginx-ingress-controller:0.33.0" },
          ],
        },
        message:
          'container "controller" must not run ingress-nginx (spec.containers[0].image). Fix: move to a maintained controller.',
      },
    ],
  },
  subject: "workload",
  check: (workload) =>
    withinContainers(workload, ({ image }, path, name) =>
      image !== undefined && image !== "invalid" && IMAGE.test(image.repository)
        ? [{ subject: "container", name: name(), path: `${path}.image`, requirement: "must not run ingress-nginx" }]
        : [],
    ),
});
