import { eachImage, IMAGE_VARIABLES } from "../cel/images.js";
import { podPolicy } from "../cel/pods.js";

export const noLatestImages = podPolicy({
  id: "no-latest-images",
  variables: IMAGE_VARIABLES,
  checks: [
    eachImage("!i.isValid", "must be a valid image"),
    eachImage('!i.hasDigest && i.tag in ["", "latest"]', "must have a tag other than latest, or a digest"),
  ],
  fix: "name a version as the tag, or a digest",
});
