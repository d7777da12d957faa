import assert from "node:assert/strict";
import type * as pulumi from "@pulumi/pulumi";
import { HardenedCronJob, HardenedDeployment, HardenedJob, HardenedStatefulSet } from "../../../components/index.js";
import { type RecordedResource, recordResources } from "../../support/recorded-resources.js";

export const ARGS = { namespace: "shop", image: "registry.example/web:1.4.2" };

type Create = (more?: object) => pulumi.Resource;
/** The four, each named as its Kubernetes kind. */
export const WORKLOADS: Readonly<Record<string, Create>> = {
  Deployment: (more = {}) => new HardenedDeployment("web", { ...ARGS, port: 8080, ...more }),
  StatefulSet: (more = {}) => new HardenedStatefulSet("web", { ...ARGS, port: 8080, ...more }),
  Job: (more = {}) => new HardenedJob("web", { ...ARGS, ...more }),
  CronJob: (more = {}) => new HardenedCronJob("web", { ...ARGS, schedule: "@daily", ...more }),
};

export const inputsOf = (resources: readonly RecordedResource[], kind: string) => {
  const found = resources.filter(({ type }) => type.endsWith(`:${kind}`));
  assert.equal(found.length, 1, `one ${kind}`);
  return found[0]?.inputs;
};

/** The spec of the pods that a workload makes. */
export async function podOf(kind: string, more: object = {}) {
  const { spec } = inputsOf(await recordResources(() => WORKLOADS[kind]?.(more)), kind);
  return (spec.jobTemplate?.spec ?? spec).template.spec;
}
