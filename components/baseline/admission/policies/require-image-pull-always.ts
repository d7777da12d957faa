import { eachImage, IMAGE_VARIABLES } from "../cel/images.js";
import { podPolicy } from "../cel/pods.js";

/** The API server has written the default by the time that policies see it. */
export const requireImagePullAlways = podPolicy({
  id: "require-image-pull-always",
  variables: IMAGE_VARIABLES,
  checks: [eachImage('!i.hasDigest && i.pull != "Always"', "must be pulled always")],
  fix: "set imagePullPolicy to Always, or name the image by digest",
  optional: true,
});
