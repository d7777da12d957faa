import { set } from "../../edit.js";
import { eachVolume } from "../../kubernetes/containers.js";
import { definePolicy } from "../../policy.js";
import { firstIndex } from "../../unknown.js";

/** What the API server gives where nothing is set (core/v1 ServiceAccountTokenProjection). */
const DEFAULT_SECONDS = 3600;
/** The one value that the API server takes for the automatic mount's, and extends to a year (service-account-extend-token-expiration). */
const EXTENDED_SECONDS = 3607;

/** NSA/CISA guide, guarding bearer tokens. */
export const restrictProjectedTokenLifetime = definePolicy({
  id: "restrict-projected-token-lifetime",
  title: "Projected service-account tokens must not live longer than an hour",
  rationale: "A token that leaks stays good until it ends; the kubelet renews it in time however short its life is.",
  remediation:
    "Set expirationSeconds of the projected token to at most the setting maximumSeconds, and not to 3607, which the API server extends to a year.",
  fix: "lower expirationSeconds; 3607 is extended to a year",
  topic: "workload",
  severity: "medium",
  profile: "restricted",
  references: ["NSA-AUTH-06"],
  fixable: true,
  settings: {
    maximumSeconds: {
      type: "integer",
      default: 3600,
      minimum: 600,
      description: "Longest life of a projected token, in seconds.",
    },
  },
  examples: {
    good: [
      {
        name: "unset, which is an hour",
        spec: {
          containers: [{ name: "app" }],
          volumes: [{ name: "token", projected: { sources: [{ serviceAccountToken: { path: "token" } }] } }],
        },
      },
      {
        name: "ten minutes",
        spec: {
          containers: [{ name: "app" }],
          volumes: [
            {
              name: "token",
              projected: {
                sources: [{ configMap: { name: "ca" } }, { serviceAccountToken: { expirationSeconds: 600 } }],
              },
            },
          ],
        },
      },
    ],
    bad: [
      {
        name: "a day",
        spec: {
          containers: [{ name: "app" }],
          volumes: [
            { name: "tmp", emptyDir: {} },
            {
              name: "token",
              projected: {
                sources: [{ configMap: { name: "ca" } }, { serviceAccountToken: { expirationSeconds: 86_400 } }],
              },
            },
          ],
        },
        message:
          'volume "token" must not project a token for more than 3600 seconds (spec.volumes[1].projected.sources[1].serviceAccountToken). Fix: lower expirationSeconds; 3607 is extended to a year.',
      },
      {
        name: "unset, where less than an hour is allowed",
        settings: { maximumSeconds: 900 },
        spec: {
          containers: [{ name: "app" }],
          volumes: [{ name: "token", projected: { sources: [{ serviceAccountToken: { path: "token" } }] } }],
        },
        message:
          'volume "token" must not project a token for more than 900 seconds (spec.volumes[0].projected.sources[0].serviceAccountToken). Fix: lower expirationSeconds; 3607 is extended to a year.',
      },
      {
        name: "3607, where more is allowed",
        settings: { maximumSeconds: 86_400 },
        spec: {
          containers: [{ name: "app" }],
          volumes: [{ name: "token", projected: { sources: [{ serviceAccountToken: { expirationSeconds: 3607 } }] } }],
        },
        message:
          'volume "token" must not project a token for more than 86400 seconds (spec.volumes[0].projected.sources[0].serviceAccountToken). Fix: lower expirationSeconds; 3607 is extended to a year.',
      },
    ],
  },
  subject: "workload",
  check: (workload, _context, { maximumSeconds }) =>
    eachVolume(workload, ({ sources: { projected } }) => {
      const index = firstIndex(projected?.sources, ({ serviceAccountToken }) => {
        if (serviceAccountToken === undefined) return false;
        const { expirationSeconds = DEFAULT_SECONDS } = serviceAccountToken;
        return expirationSeconds > maximumSeconds || expirationSeconds === EXTENDED_SECONDS;
      });
      return index < 0
        ? undefined
        : {
            must: `must not project a token for more than ${maximumSeconds} seconds`,
            at: `projected.sources[${index}].serviceAccountToken`,
            fix: set(
              ["projected", "sources", index, "serviceAccountToken", "expirationSeconds"],
              Math.min(maximumSeconds, DEFAULT_SECONDS),
            ),
          };
    }),
});
