import { eachImage, IMAGE_VARIABLES } from "../cel/images.js";
import { podPolicy } from "../cel/pods.js";

export const requireImageDigests = podPolicy({
  id: "require-image-digests",
  variables: IMAGE_VARIABLES,
  checks: [eachImage("!i.isValid", "must be a valid image"), eachImage("!i.hasDigest", "must be named by digest")],
  fix: "append @sha256: and the digest to the image",
  optional: true,
});
