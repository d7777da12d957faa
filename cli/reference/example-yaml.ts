import { stringify } from "yaml";
import type { PodExample, ResourcesExample } from "../../policy-pack/policy.js";

/** `kubernetes:apps/v1:Deployment`, and the `Patch` that is written as the object it patches. */
const TOKEN = /^kubernetes:(?:core\/)?(.+):([A-Za-z0-9]+?)(Patch)?$/;

/** An example as people write it: YAML documents of Kubernetes objects; of other resources, type and properties. */
export function exampleYaml(example: PodExample | ResourcesExample): string {
  const resources =
    "resources" in example
      ? example.resources
      : [{ type: "kubernetes:core/v1:Pod", props: { metadata: example.metadata, spec: example.spec } }];
  return resources
    .map(({ type, props }) => stringify(written(type, props), { lineWidth: 0, aliasDuplicateObjects: false }))
    .join("---\n");
}

/** What the example is called, and under which settings and version it is one. */
export function exampleTitle(example: PodExample | ResourcesExample): string {
  const { name, settings = {}, kubernetesVersion } = example;
  const today = "today" in example ? example.today : undefined;
  const circumstances = [
    ...Object.entries(settings).map(([setting, value]) => `${setting}: ${JSON.stringify(value)}`),
    ...(kubernetesVersion === undefined ? [] : [`Kubernetes ${kubernetesVersion}`]),
    ...(today === undefined ? [] : [`on ${today}`]),
  ];
  return circumstances.length === 0 ? name : `${name} (${circumstances.join(", ")})`;
}

function written(type: string, props: object): object {
  const [, apiVersion, kind, patch] = TOKEN.exec(type) ?? [];
  if (apiVersion === undefined || patch !== undefined) return { [type]: props };
  // What the properties state themselves, as custom resources do, comes first.
  return { apiVersion, kind, ...props };
}
