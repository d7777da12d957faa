import { RECOMMENDED_TLS_POLICY, TLS_1_2_POLICIES } from "../../../controls/load-balancer-tls.js";
import { LISTENERS } from "../../aws/load-balancer.js";
import { onResource } from "../../aws/verdicts.js";
import { text } from "../../kubernetes/shape.js";
import { definePolicy } from "../../policy.js";
import { all } from "../../unknown.js";

const isNew = (policy: unknown): boolean =>
  typeof policy === "string" && TLS_1_2_POLICIES.some((beginning) => policy.startsWith(beginning));

/** Listeners of HTTPS and TLS. */
export const noOldListenerTls = definePolicy({
  id: "no-old-listener-tls",
  title: "Listeners must not take TLS before 1.2",
  rationale: "TLS 1.0 and 1.1 have been broken and withdrawn; a listener without sslPolicy still takes them.",
  remediation: `Set sslPolicy to ${RECOMMENDED_TLS_POLICY}, or to another one whose name has TLS13-1-2, TLS13-1-3, FS-1-2 or TLS-1-2.`,
  fix: `set sslPolicy to ${RECOMMENDED_TLS_POLICY}`,
  topic: "aws",
  severity: "medium",
  profile: "restricted",
  references: ["NSA-NET-09", "CIS-EKS-5.4.5", "NSA-ENC-01"],
  examples: {
    good: [
      {
        name: "TLS 1.2 and 1.3",
        resources: [
          {
            type: "aws:lb/listener:Listener",
            props: { port: 443, protocol: "HTTPS", sslPolicy: "ELBSecurityPolicy-TLS13-1-2-2021-06" },
          },
        ],
      },
      {
        name: "no TLS to speak of",
        resources: [{ type: "aws:lb/listener:Listener", props: { port: 443, protocol: "TCP" } }],
      },
    ],
    bad: [
      {
        name: "the default",
        resources: [{ type: "aws:lb/listener:Listener", props: { port: 443, protocol: "HTTPS" } }],
        message:
          "listener must not take TLS before 1.2 (sslPolicy). Fix: set sslPolicy to ELBSecurityPolicy-TLS13-1-2-Res-PQ-2025-09.",
      },
      {
        name: "a policy with TLS 1.3 in its name that takes TLS 1.0",
        resources: [
          {
            type: "aws:lb/listener:Listener",
            props: { port: 443, protocol: "TLS", sslPolicy: "ELBSecurityPolicy-TLS13-1-0-2021-06" },
          },
        ],
        message:
          "listener must not take TLS before 1.2 (sslPolicy). Fix: set sslPolicy to ELBSecurityPolicy-TLS13-1-2-Res-PQ-2025-09.",
      },
    ],
  },
  subject: "resource",
  types: LISTENERS,
  check: (resource) =>
    onResource("listener", "sslPolicy", () =>
      all(
        () => !isNew(resource.props.sslPolicy),
        () => /^(?:HTTPS|TLS)$/i.test(text(resource.props.protocol) ?? ""),
      )
        ? "must not take TLS before 1.2"
        : undefined,
    ),
});
