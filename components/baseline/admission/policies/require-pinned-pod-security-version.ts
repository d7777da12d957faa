import { objectPolicy } from "../cel/objects.js";

export const requirePinnedPodSecurityVersion = objectPolicy({
  id: "require-pinned-pod-security-version",
  rules: [{ apiGroups: [""], resources: ["namespaces"], operations: ["CREATE", "UPDATE"] }],
  judged:
    '[it.metadata.?labels[?"pod-security.kubernetes.io/enforce"], it.metadata.?labels[?"pod-security.kubernetes.io/enforce-version"]]',
  checks: [
    {
      breach:
        'variables.it.metadata.?labels[?"pod-security.kubernetes.io/enforce"].hasValue() && ' +
        '!variables.it.metadata.?labels[?"pod-security.kubernetes.io/enforce-version"].orValue("").matches("^v1[.][0-9]+$")',
      must: "must pin the version of the Pod Security Standard that it enforces",
    },
  ],
  fix: "set the label pod-security.kubernetes.io/enforce-version to a version",
});
