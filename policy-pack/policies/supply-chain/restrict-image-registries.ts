import { repositoryPrefix } from "../../kubernetes/image.js";
import { eachImage, invalidImage } from "../../kubernetes/workload-images.js";
import { definePolicy } from "../../policy.js";

/** Prefixes by the setting they come from, which is one list for a whole evaluation. */
const prefixes = new WeakMap<readonly string[], readonly string[]>();

function prefixesOf(allowed: readonly string[]): readonly string[] {
  let known = prefixes.get(allowed);
  if (known === undefined) {
    known = allowed.map(repositoryPrefix);
    prefixes.set(allowed, known);
  }
  return known;
}

/** NSA/CISA guide, trusted repositories; CIS EKS 5.1.4. Off until registries are named. */
export const restrictImageRegistries = definePolicy({
  id: "restrict-image-registries",
  title: "Images must come from the registries that are set",
  rationale: "Anybody can publish an image under a name that looks right; only one's own registries are scanned.",
  remediation: "Copy the image to a registry of the setting allowedRegistries and name it there.",
  fix: "use an image of an allowed registry",
  topic: "supply-chain",
  severity: "high",
  profile: "restricted",
  references: ["NSA-POD-06", "CIS-EKS-5.1.4"],
  settings: {
    allowedRegistries: {
      type: "array",
      items: { type: "string", pattern: "^[^\\s@*]+$" },
      default: [],
      description:
        "Registries, or repositories below them, such as registry.example:5000/team; without a host it is Docker Hub's. None: the policy is off.",
    },
  },
  examples: {
    good: [
      { name: "no registry is set", spec: { containers: [{ name: "app", image: "anybody/anything" }] } },
      {
        name: "below what is allowed",
        settings: { allowedRegistries: ["registry.example:5000/team/", "docker.io/library"] },
        spec: {
          initContainers: [{ name: "setup", image: "busybox:1.36" }],
          containers: [{ name: "app", image: "registry.example:5000/team/web:1" }],
        },
      },
      {
        name: "the repository itself",
        settings: { allowedRegistries: ["bitnami/redis"] },
        spec: { containers: [{ name: "app", image: "index.docker.io/bitnami/redis:7" }] },
      },
    ],
    bad: [
      {
        name: "a name that begins alike",
        settings: { allowedRegistries: ["registry.example/team"] },
        spec: {
          containers: [
            { name: "app", image: "registry.example/team-b/web:1" },
            { name: "sidecar", image: "registry.example.org/team/web:1" },
          ],
        },
        message:
          'containers "app", "sidecar" must not use an image of another registry than those allowed (spec.containers[0].image, spec.containers[1].image). Fix: use an image of an allowed registry.',
      },
      {
        name: "Docker Hub by default, and a mounted image",
        settings: { allowedRegistries: ["registry.example"] },
        spec: {
          containers: [{ name: "app", image: "nginx:1.27" }],
          volumes: [{ name: "model", image: { reference: "registry.example:5000/model:1" } }],
        },
        message:
          'container "app" must not use an image of another registry than those allowed (spec.containers[0].image); volume "model" must not use an image of another registry than those allowed (spec.volumes[0].image.reference). Fix: use an image of an allowed registry.',
      },
    ],
  },
  subject: "workload",
  check: (workload, _context, { allowedRegistries }) => {
    if (allowedRegistries.length === 0) return [];
    const allowed = prefixesOf(allowedRegistries);
    return eachImage(workload, (used) => {
      const { image, imageField: at } = used;
      if (image === undefined) return undefined;
      if (image === "invalid") return invalidImage(used);
      const name = `${image.registry}/${image.repository}/`;
      return allowed.some((prefix) => name.startsWith(prefix))
        ? undefined
        : { must: "must not use an image of another registry than those allowed", at };
    });
  },
});
