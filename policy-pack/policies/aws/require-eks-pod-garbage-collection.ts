import { CLUSTER, clusterOf } from "../../aws/cluster.js";
import { onResource } from "../../aws/verdicts.js";
import { definePolicy } from "../../policy.js";

/** @pulumi/aws 7.48: `terminatedPodGcThreshold`; 12500 unless it is set. */
export const requireEksPodGarbageCollection = definePolicy({
  id: "require-eks-pod-garbage-collection",
  title: "Clusters must limit how many ended pods they keep",
  rationale:
    "Ended pods fill the store of the cluster, and the memory of whatever lists them, until the API server fails.",
  remediation: "Set kubeControllerManagerConfig.podGcControllerConfig.terminatedPodGcThreshold, for example to 1000.",
  fix: "set kubeControllerManagerConfig.podGcControllerConfig.terminatedPodGcThreshold",
  topic: "aws",
  severity: "low",
  profile: "strict",
  references: ["CIS-K8S-1.3.1"],
  examples: {
    good: [
      {
        name: "a limit",
        resources: [
          {
            type: CLUSTER,
            props: { kubeControllerManagerConfig: { podGcControllerConfig: { terminatedPodGcThreshold: 1000 } } },
          },
        ],
      },
    ],
    bad: [
      {
        name: "the default",
        resources: [{ type: CLUSTER, props: { version: "1.35" } }],
        message:
          "cluster must set terminatedPodGcThreshold (kubeControllerManagerConfig.podGcControllerConfig). Fix: set kubeControllerManagerConfig.podGcControllerConfig.terminatedPodGcThreshold.",
      },
    ],
  },
  subject: "resource",
  types: [CLUSTER],
  check: (resource) =>
    onResource("cluster", "kubeControllerManagerConfig.podGcControllerConfig", () =>
      (clusterOf(resource).kubeControllerManagerConfig?.podGcControllerConfig?.terminatedPodGcThreshold ?? 0) > 0
        ? undefined
        : { missing: "must set terminatedPodGcThreshold" },
    ),
});
