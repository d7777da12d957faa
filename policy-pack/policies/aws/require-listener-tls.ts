import { CLASSIC_LOAD_BALANCERS, LISTENERS } from "../../aws/load-balancer.js";
import { onResource } from "../../aws/verdicts.js";
import { eachOf } from "../../kubernetes/containers.js";
import { list, object, text } from "../../kubernetes/shape.js";
import { definePolicy, type Resource } from "../../policy.js";
import { all, some } from "../../unknown.js";
import type { Verdict } from "../../verdict.js";

const actions = list(object({ type: text, redirect: object({ protocol: text }) }));
const classicListeners = list(object({ lbProtocol: text }));

/** Actions that give nothing away in plain text: a redirect to HTTPS, and an answer that the load balancer makes up. */
const serves = ({ props }: Resource): boolean => {
  const stated = actions(props.defaultActions) ?? [];
  if (stated.length === 0) return true;
  return some(stated, ({ type, redirect }) =>
    type === "redirect" ? redirect?.protocol?.toUpperCase() !== "HTTPS" : type !== "fixed-response",
  );
};

const isPlain = (protocol: unknown): boolean => typeof protocol === "string" && protocol.toUpperCase() === "HTTP";

const onClassic = (resource: Resource): readonly Verdict[] =>
  eachOf(
    () => classicListeners(resource.props.listeners),
    ({ lbProtocol }, index) =>
      onResource("listener", `listeners[${index}].lbProtocol`, () =>
        isPlain(lbProtocol) ? "must not serve plain HTTP" : undefined,
      ),
  );

/** TCP is left alone: what goes through a network load balancer may be encrypted by the pods. */
export const requireListenerTls = definePolicy({
  id: "require-listener-tls",
  title: "Listeners must not serve plain HTTP",
  rationale: "Without TLS everybody on the way reads passwords and sessions, and can change what is sent.",
  remediation:
    "Serve HTTPS with a certificate, and let the listener on port 80 redirect to it: type redirect with protocol HTTPS.",
  fix: "use HTTPS with certificateArn, or redirect to HTTPS",
  topic: "aws",
  severity: "medium",
  profile: "restricted",
  references: ["NSA-NET-09", "CIS-EKS-5.4.5"],
  examples: {
    good: [
      {
        name: "HTTPS",
        resources: [
          {
            type: "aws:lb/listener:Listener",
            props: {
              port: 443,
              protocol: "HTTPS",
              certificateArn: "arn:aws:acm:eu-central-1:111122223333:certificate/0",
              defaultActions: [{ type: "forward" }],
            },
          },
        ],
      },
      {
        name: "a redirect to HTTPS",
        resources: [
          {
            type: "aws:lb/listener:Listener",
            props: {
              port: 80,
              protocol: "HTTP",
              defaultActions: [
                { type: "redirect", redirect: { port: "443", protocol: "HTTPS", statusCode: "HTTP_301" } },
              ],
            },
          },
        ],
      },
      {
        name: "TCP, for pods that encrypt themselves",
        resources: [
          {
            type: "aws:lb/listener:Listener",
            props: { port: 443, protocol: "TCP", defaultActions: [{ type: "forward" }] },
          },
        ],
      },
    ],
    bad: [
      {
        name: "HTTP",
        resources: [
          {
            type: "aws:lb/listener:Listener",
            props: { port: 80, protocol: "HTTP", defaultActions: [{ type: "forward" }] },
          },
        ],
        message:
          "listener must not serve plain HTTP (protocol). Fix: use HTTPS with certificateArn, or redirect to HTTPS.",
      },
      {
        name: "a redirect to plain HTTP",
        resources: [
          {
            type: "aws:alb/listener:Listener",
            props: {
              port: 80,
              protocol: "HTTP",
              defaultActions: [{ type: "redirect", redirect: { host: "www.example.com", statusCode: "HTTP_301" } }],
            },
          },
        ],
        message:
          "listener must not serve plain HTTP (protocol). Fix: use HTTPS with certificateArn, or redirect to HTTPS.",
      },
      {
        name: "a classic load balancer",
        resources: [
          {
            type: "aws:elb/loadBalancer:LoadBalancer",
            props: { listeners: [{ instancePort: 8080, instanceProtocol: "http", lbPort: 80, lbProtocol: "http" }] },
          },
        ],
        message:
          "listener must not serve plain HTTP (listeners[0].lbProtocol). Fix: use HTTPS with certificateArn, or redirect to HTTPS.",
      },
    ],
  },
  subject: "resource",
  types: [...LISTENERS, ...CLASSIC_LOAD_BALANCERS],
  check: (resource) =>
    CLASSIC_LOAD_BALANCERS.includes(resource.type)
      ? onClassic(resource)
      : onResource("listener", "protocol", () =>
          all(
            () => isPlain(resource.props.protocol),
            () => serves(resource),
          )
            ? "must not serve plain HTTP"
            : undefined,
        ),
});
