import { eachImage, invalidImage } from "../../kubernetes/workload-images.js";
import { definePolicy } from "../../policy.js";

/** NSA/CISA guide, building secure images; strict, since it takes a pipeline that writes the digests. */
export const requireImageDigests = definePolicy({
  id: "require-image-digests",
  title: "Images must be named by digest",
  rationale: "A tag can be moved by whoever may write to the registry; a digest is the content itself.",
  remediation: "Append the digest that the build reported: name:tag@sha256:….",
  fix: "append @sha256: and the digest to the image",
  topic: "supply-chain",
  severity: "medium",
  profile: "strict",
  references: ["NSA-POD-06"],
  examples: {
    good: [
      {
        name: "a digest",
        spec: {
          containers: [
            {
              name: "app",
              image: "registry.example/web@sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
            },
          ],
        },
      },
      {
        name: "a digest beside a tag",
        spec: {
          containers: [
            {
              name: "app",
              image: "web:1.4@sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
            },
          ],
        },
      },
    ],
    bad: [
      {
        name: "a tag",
        spec: { containers: [{ name: "app", image: "registry.example/web:1.4.2" }] },
        message:
          'container "app" must name its image by digest (spec.containers[0].image). Fix: append @sha256: and the digest to the image.',
      },
      {
        name: "a tag of a mounted image",
        spec: {
          containers: [{ name: "app" }],
          volumes: [{ name: "model", image: { reference: "registry.example/model:2" } }],
        },
        message:
          'volume "model" must name its image by digest (spec.volumes[0].image.reference). Fix: append @sha256: and the digest to the image.',
      },
      {
        name: "a digest of an unknown algorithm",
        spec: { containers: [{ name: "app", image: "web@md5:9e107d9d372bb6826bd81d3542a419d6" }] },
        message:
          'container "app" must name a valid image (spec.containers[0].image). Fix: append @sha256: and the digest to the image.',
      },
    ],
  },
  subject: "workload",
  check: (workload) =>
    eachImage(workload, (used) => {
      const { image, imageField: at } = used;
      if (image === undefined) return undefined;
      if (image === "invalid") return invalidImage(used);
      return image.digest === undefined ? { must: "must name its image by digest", at } : undefined;
    }),
});
