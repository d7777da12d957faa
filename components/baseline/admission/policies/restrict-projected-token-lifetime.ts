import { eachVolume, podPolicy } from "../cel/pods.js";

/**
 * The API server extends tokens of 3607 seconds to a year; that is what the ones have which it mounts by itself, and
 * these are left to `no-token-automount`.
 */
export const restrictProjectedTokenLifetime = podPolicy({
  id: "restrict-projected-token-lifetime",
  settings: ["maximumTokenSeconds"],
  variables: [
    {
      name: "mountsByItself",
      expression: 'object.kind == "Pod" && variables.pod.?automountServiceAccountToken.orValue(true)',
    },
  ],
  checks: [
    eachVolume(
      '!(variables.mountsByItself && v.name.startsWith("kube-api-access-")) && ' +
        "v.?projected.?sources.orValue([]).exists(s, s.?serviceAccountToken.hasValue() && " +
        "[s.serviceAccountToken.?expirationSeconds.orValue(3600)].exists(n, n > variables.maximumTokenSeconds || n == 3607))",
      "must not project a token for longer than allowed",
    ),
  ],
  fix: "lower expirationSeconds; 3607 is extended to a year",
});
