import { IMAGE_VARIABLES, runsImage } from "../cel/images.js";
import { podPolicy } from "../cel/pods.js";

/** Helm 2 ended in November 2020. */
export const noTiller = podPolicy({
  id: "no-tiller",
  variables: IMAGE_VARIABLES,
  checks: [runsImage("(?:^|/)tiller$", "must not run Tiller")],
  fix: "remove it and use Helm 3 or later",
});
