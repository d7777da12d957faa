import { powerPolicy } from "../cel/powers.js";

const RESOURCES = [
  "mutatingwebhookconfigurations",
  "validatingwebhookconfigurations",
  "mutatingadmissionpolicies",
  "mutatingadmissionpolicybindings",
  "validatingadmissionpolicies",
  "validatingadmissionpolicybindings",
];

export const noAdmissionChanges = powerPolicy(
  "no-admission-changes",
  RESOURCES.map((resource) => ({
    verbs: ["create", "update", "patch", "delete", "deletecollection"],
    group: "admissionregistration.k8s.io",
    resource,
    named: "excused",
  })),
  "must not allow changing admission control",
  "leave it to the pipeline, or name one configuration in resourceNames",
);
