import { type Power, powerPolicy } from "../cel/powers.js";

const write = (group: string, resource: string): Power => ({
  verbs: ["create", "update", "patch"],
  group,
  resource,
  named: "excused",
});

export const noWorkloadCreation = powerPolicy(
  "no-workload-creation",
  [
    ...["daemonsets", "deployments", "replicasets", "statefulsets"].map((resource) => write("apps", resource)),
    ...["cronjobs", "jobs"].map((resource) => write("batch", resource)),
    write("", "replicationcontrollers"),
  ],
  "must not allow creating workloads",
  "leave deployments to the pipeline",
);
