import { IMAGE_VARIABLES, runsImage } from "../cel/images.js";
import { podPolicy } from "../cel/pods.js";

/** The project was archived in January 2026. */
export const noKubernetesDashboard = podPolicy({
  id: "no-kubernetes-dashboard",
  variables: IMAGE_VARIABLES,
  checks: [
    runsImage(
      "(?:^|/)(?:kubernetesui/(?:dashboard(?:-(?:api|auth|web|metrics-scraper))?|metrics-scraper)|kubernetes-dashboard(?:-(?:amd64|arm64|arm|ppc64le|s390x))?)$",
      "must not run the Kubernetes dashboard",
    ),
  ],
  fix: "remove the workload",
});
