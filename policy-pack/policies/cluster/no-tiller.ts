import { withinContainers } from "../../kubernetes/containers.js";
import { definePolicy } from "../../policy.js";

/** `gcr.io/kubernetes-helm/tiller`, `ghcr.io/helm/tiller` and mirrors of them. */
const IMAGE = /(?:^|\/)tiller$/;

/** Helm 2 ended in November 2020. */
export const noTiller = definePolicy({
  id: "no-tiller",
  title: "Clusters must not run Tiller",
  rationale: "Tiller, the server of Helm 2, does with its own rights whatever anybody asks who can reach its port.",
  remediation: "Move the releases to Helm 3 or later, which has no server, or to kubernetes.helm.v4.Chart.",
  fix: "remove it and use Helm 3 or later",
  topic: "cluster",
  severity: "high",
  profile: "baseline",
  references: ["NSA-UPG-05", "V-242442"],
  examples: {
    good: [
      { name: "another image", spec: { containers: [{ name: "app", image: "ghcr.io/helm/chartmuseum:v0.16.2" }] } },
      { name: "an image of a similar name", spec: { containers: [{ name: "app", image: "example.com/distiller:1" }] } },
    ],
    bad: [
      {
        name: "the last version",
        spec: { containers: [{ name: "tiller", image: "ghcr.io/helm/tiller:v2.17.0" }] },
        message:
          'container "tiller" must not run Tiller (spec.containers[0].image). Fix: remove it and use Helm 3 or later.',
      },
      {
        name: "one by digest",
        spec: { containers: [{ name: "t", image: `gcr.io/kubernetes-helm/tiller@sha256:${"0".repeat(64)}` }] },
        message:
          'container "t" must not run Tiller (spec.containers[0].image). Fix: remove it and use Helm 3 or later.',
      },
    ],
  },
  subject: "workload",
  check: (workload) =>
    withinContainers(workload, ({ image }, path, name) =>
      image !== undefined && image !== "invalid" && IMAGE.test(image.repository)
        ? [{ subject: "container", name: name(), path: `${path}.image`, requirement: "must not run Tiller" }]
        : [],
    ),
});
