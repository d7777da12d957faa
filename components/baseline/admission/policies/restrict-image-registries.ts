import { eachImage, IMAGE_VARIABLES, REGISTRY_PREFIXES } from "../cel/images.js";
import { podPolicy } from "../cel/pods.js";

/**
 * Registries are those of the settings and those of the namespace, in its annotation `rampart.dev/image-registries` with
 * commas between them. Where there are none, every registry is allowed.
 */
export const restrictImageRegistries = podPolicy({
  id: "restrict-image-registries",
  settings: ["imageRegistries"],
  variables: [...IMAGE_VARIABLES, REGISTRY_PREFIXES],
  checks: [
    eachImage(
      "size(variables.registryPrefixes) > 0 && " +
        '!(i.isValid && variables.registryPrefixes.exists(p, (i.repository + "/").startsWith(p)))',
      "must be of an allowed registry",
    ),
  ],
  fix: "use an image of an allowed registry",
});
