import { type Demand, exactly, stated, textOf } from "../../kubernetes/control-plane/demand.js";
import { settingPolicy } from "../../kubernetes/control-plane/setting-policy.js";

export const requireControllerCredentials = settingPolicy({
  id: "require-controller-credentials",
  title: "The controller manager must have its keys, and an account for each controller",
  rationale:
    "Without an account of its own every controller has the rights of all; without the root authority pods cannot tell the API server from another.",
  remediation:
    "Set --use-service-account-credentials=true, --service-account-private-key-file to the key that signs tokens, and --root-ca-file to the cluster's authority.",
  fix: "set it in the flags of the controller manager",
  severity: "medium",
  profile: "baseline",
  demands: {
    "kube-controller-manager": [
      exactly("use-service-account-credentials", ["CIS-K8S-1.3.3", "V-242381"], true),
      stated("service-account-private-key-file", ["CIS-K8S-1.3.4"], "/etc/kubernetes/pki/sa.key"),
      stated("root-ca-file", ["CIS-K8S-1.3.5", "V-242421"], "/etc/kubernetes/pki/ca.crt"),
    ],
  },
});

/** pkg/controller/podgc: 12500 unless stated; with 0 or less nothing is ever removed. */
const collection: Demand = {
  setting: "terminated-pod-gc-threshold",
  controls: ["CIS-K8S-1.3.1"],
  requirement: "must set",
  what: (shown) => `${shown} between 1 and 12500`,
  holds: (value) => value === undefined || (Number(textOf(value)) >= 1 && Number(textOf(value)) <= 12_500),
  right: 1000,
  wrong: 0,
};

export const requirePodGarbageCollection = settingPolicy({
  id: "require-pod-garbage-collection",
  title: "The controller manager must remove pods that have ended",
  rationale: "Pods that have ended stay in etcd: whoever can start Jobs can fill it, and a full etcd takes no change.",
  remediation: "Set --terminated-pod-gc-threshold to what the cluster can hold, or leave the default of 12500.",
  fix: "state how many may stay, or leave the default",
  severity: "low",
  profile: "restricted",
  demands: { "kube-controller-manager": [collection] },
});
