import type { Verdict } from "../verdict.js";
import type { Breach } from "./breach.js";
import { eachContainer, eachVolume } from "./containers.js";
import type { ImageReference } from "./image.js";
import type { Workload } from "./workload.js";

/** An image that a pod runs or mounts, with the names of the fields that state it. */
export interface UsedImage {
  /** `undefined` where none is named (yet). */
  readonly image: ImageReference | undefined;
  readonly pullPolicy: () => string | undefined;
  /** `image` or `image.reference`. */
  readonly imageField: string;
  /** `imagePullPolicy` or `image.pullPolicy`. */
  readonly pullPolicyField: string;
}

/** Asks every image: those of containers of all sorts, and those mounted as volumes. */
export function eachImage(workload: Workload, question: (used: UsedImage) => Breach): Verdict[] {
  return [
    ...eachContainer(workload, (container) =>
      question({
        image: container.image,
        pullPolicy: () => container.imagePullPolicy,
        imageField: "image",
        pullPolicyField: "imagePullPolicy",
      }),
    ),
    ...eachVolume(workload, ({ sources: { image } }) =>
      image === undefined
        ? undefined
        : question({
            image: image.reference,
            pullPolicy: () => image.pullPolicy,
            imageField: "image.reference",
            pullPolicyField: "image.pullPolicy",
          }),
    ),
  ];
}

/** What policies say of text that no container runtime can resolve. */
export const invalidImage = ({ imageField }: UsedImage): Breach => ({
  must: "must name a valid image",
  at: imageField,
});
