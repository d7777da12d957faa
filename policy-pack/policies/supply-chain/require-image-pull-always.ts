import { set } from "../../edit.js";
import { eachImage } from "../../kubernetes/workload-images.js";
import { definePolicy } from "../../policy.js";

/** CIS 1.2.11 (AlwaysPullImages) for clusters that do not have that admission plugin. A digest cannot become stale. */
export const requireImagePullAlways = definePolicy({
  id: "require-image-pull-always",
  title: "Images that are not named by digest must be pulled at every start",
  rationale:
    "A node that has an image runs it without asking the registry: an old one behind a moved tag, or one the pod may not pull.",
  remediation: "Set imagePullPolicy to Always, or name the image by digest.",
  fix: "set imagePullPolicy to Always, or name the image by digest",
  topic: "supply-chain",
  severity: "low",
  profile: "strict",
  references: ["NSA-POD-06", "CIS-K8S-1.2.11"],
  fixable: true,
  examples: {
    good: [
      { name: "Always", spec: { containers: [{ name: "app", image: "web:1.4.2", imagePullPolicy: "Always" }] } },
      { name: "no tag, for which Always is the default", spec: { containers: [{ name: "app", image: "web" }] } },
      {
        name: "a digest",
        spec: {
          containers: [
            {
              name: "app",
              image: "web@sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
              imagePullPolicy: "IfNotPresent",
            },
          ],
        },
      },
    ],
    bad: [
      {
        name: "a tag, for which IfNotPresent is the default",
        spec: { containers: [{ name: "app", image: "web:1.4.2" }] },
        message:
          'container "app" must set imagePullPolicy=Always (spec.containers[0]). Fix: set imagePullPolicy to Always, or name the image by digest.',
      },
      {
        name: "Never for latest",
        spec: { containers: [{ name: "app", image: "web:latest", imagePullPolicy: "Never" }] },
        message:
          'container "app" must not set imagePullPolicy to anything but Always (spec.containers[0].imagePullPolicy). Fix: set imagePullPolicy to Always, or name the image by digest.',
      },
    ],
  },
  subject: "workload",
  check: (workload) =>
    eachImage(workload, ({ image, pullPolicy, pullPolicyField: at }) => {
      if (image === undefined || image === "invalid" || image.digest !== undefined) return undefined;
      const policy = pullPolicy();
      if (policy === "Always") return undefined;
      const fix = set(at, "Always");
      if (policy) return { must: `must not set ${at} to anything but Always`, at, fix };
      return image.tag === undefined || image.tag === "latest" ? undefined : { missing: `must set ${at}=Always`, fix };
    }),
});
