import { IMAGE_VARIABLES, runsImage } from "../cel/images.js";
import { podPolicy } from "../cel/pods.js";

/** Retired by its maintainers (kubernetes.io, 2025-11-11). */
export const noRetiredIngressControllers = podPolicy({
  id: "no-retired-ingress-controllers",
  variables: IMAGE_VARIABLES,
  checks: [
    runsImage(
      "(?:^|/)(?:ingress-nginx/controller(?:-chroot)?|kubernetes-ingress-controller/nginx-ingress-controller)$",
      "must not run ingress-nginx",
    ),
  ],
  fix: "move to a maintained controller",
});
