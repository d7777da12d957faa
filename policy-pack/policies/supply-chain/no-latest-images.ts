import { eachImage, invalidImage } from "../../kubernetes/workload-images.js";
import { definePolicy } from "../../policy.js";

/** NSA/CISA guide, building secure images: what runs is what was reviewed. No tag means `latest`; a digest wins over it. */
export const noLatestImages = definePolicy({
  id: "no-latest-images",
  title: "Images must have a tag other than latest, or a digest",
  rationale: "Behind latest stands another image tomorrow: what runs is not what was tested, and nobody can go back.",
  remediation: "Name the version as the tag, or better the digest.",
  fix: "name a version as the tag, or a digest",
  topic: "supply-chain",
  severity: "medium",
  profile: "restricted",
  references: ["NSA-POD-06"],
  examples: {
    good: [
      { name: "a tag", spec: { containers: [{ name: "app", image: "registry.example:5000/shop/web:1.4.2" }] } },
      {
        name: "latest beside a digest, which wins",
        spec: {
          containers: [
            {
              name: "app",
              image: "web:latest@sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
            },
          ],
        },
      },
    ],
    bad: [
      {
        name: "no tag behind a port",
        spec: { containers: [{ name: "app", image: "registry.example:5000/shop/web" }] },
        message:
          'container "app" must use an image with a tag (spec.containers[0].image). Fix: name a version as the tag, or a digest.',
      },
      {
        name: "latest, in an init container",
        spec: {
          initContainers: [{ name: "setup", image: "docker.io/library/busybox:latest" }],
          containers: [{ name: "app", image: "web:1.4.2" }],
        },
        message:
          'container "setup" must not use an image with the tag latest (spec.initContainers[0].image). Fix: name a version as the tag, or a digest.',
      },
      {
        name: "a mounted image",
        spec: {
          containers: [{ name: "app", image: "web:1.4.2" }],
          volumes: [{ name: "model", image: { reference: "registry.example/model" } }],
        },
        message:
          'volume "model" must use an image with a tag (spec.volumes[0].image.reference). Fix: name a version as the tag, or a digest.',
      },
      {
        name: "a digest that is too short",
        spec: { containers: [{ name: "app", image: "web@sha256:9f86d081" }] },
        message:
          'container "app" must name a valid image (spec.containers[0].image). Fix: name a version as the tag, or a digest.',
      },
    ],
  },
  subject: "workload",
  check: (workload) =>
    eachImage(workload, (used) => {
      const { image, imageField: at } = used;
      if (image === undefined) return undefined;
      if (image === "invalid") return invalidImage(used);
      if (image.digest !== undefined) return undefined;
      if (image.tag === undefined) return { must: "must use an image with a tag", at };
      return image.tag === "latest" ? { must: "must not use an image with the tag latest", at } : undefined;
    }),
});
