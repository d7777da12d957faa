import { withinContainers } from "../../kubernetes/containers.js";
import { definePolicy } from "../../policy.js";

/** Images of the dashboard in any registry: of version 2 and 3 (`kubernetesui/…`) and of version 1. */
const IMAGE =
  /(?:^|\/)(?:kubernetesui\/(?:dashboard(?:-(?:api|auth|web|metrics-scraper))?|metrics-scraper)|kubernetes-dashboard(?:-(?:amd64|arm64|arm|ppc64le|s390x))?)$/;

/** The project was archived in January 2026. */
export const noKubernetesDashboard = definePolicy({
  id: "no-kubernetes-dashboard",
  title: "Clusters must not run the Kubernetes dashboard",
  rationale: "The dashboard has been the way into many clusters, and is no longer maintained.",
  remediation: "Remove it; use kubectl or a client on the computers of the operators.",
  fix: "remove the workload",
  topic: "cluster",
  severity: "high",
  profile: "restricted",
  references: ["V-242395", "NSA-UPG-05"],
  examples: {
    good: [
      {
        name: "a dashboard of something else",
        spec: { containers: [{ name: "app", image: "grafana/grafana:12.0.0" }] },
      },
      {
        name: "an image of a similar name",
        spec: { containers: [{ name: "app", image: "example.com/kubernetes-dashboard-docs:1" }] },
      },
    ],
    bad: [
      {
        name: "version 2",
        spec: { containers: [{ name: "dashboard", image: "docker.io/kubernetesui/dashboard:v2.7.0" }] },
        message:
          'container "dashboard" must not run the Kubernetes dashboard (spec.containers[0].image). Fix: remove the workload.',
      },
      {
        name: "version 3 behind another container, by digest",
        spec: {
          containers: [
            { name: "proxy", image: "kong:3.9" },
            { name: "web", image: `mirror.example.com/kubernetesui/dashboard-web@sha256:${"0".repeat(64)}` },
          ],
        },
        message:
          'container "web" must not run the Kubernetes dashboard (spec.containers[1].image). Fix: remove the workload.',
      },
    ],
  },
  subject: "workload",
  check: (workload) =>
    withinContainers(workload, ({ image }, path, name) =>
      image !== undefined && image !== "invalid" && IMAGE.test(image.repository)
        ? [
            {
              subject: "container",
              name: name(),
              path: `${path}.image`,
              requirement: "must not run the Kubernetes dashboard",
            },
          ]
        : [],
    ),
});
