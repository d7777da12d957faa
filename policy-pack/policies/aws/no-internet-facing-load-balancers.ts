import { CLASSIC_LOAD_BALANCERS, LOAD_BALANCERS } from "../../aws/load-balancer.js";
import { onResource } from "../../aws/verdicts.js";
import { definePolicy } from "../../policy.js";
import { all } from "../../unknown.js";

/** `internal` is false where it is not stated; a gateway load balancer is always internal. */
export const noInternetFacingLoadBalancers = definePolicy({
  id: "no-internet-facing-load-balancers",
  title: "Load balancers must not face the internet",
  rationale: "A load balancer is on the internet unless told otherwise, with whatever the pods behind it speak.",
  remediation:
    "Set internal to true, which replaces the load balancer. State an exemption for the few that are meant for everybody.",
  fix: "set internal to true, or state an exemption",
  topic: "aws",
  severity: "medium",
  profile: "strict",
  references: ["NSA-NET-09", "CIS-EKS-5.4.5"],
  examples: {
    good: [
      {
        name: "an internal one",
        resources: [
          { type: "aws:lb/loadBalancer:LoadBalancer", props: { internal: true, loadBalancerType: "network" } },
        ],
      },
      {
        name: "a gateway",
        resources: [{ type: "aws:lb/loadBalancer:LoadBalancer", props: { loadBalancerType: "gateway" } }],
      },
    ],
    bad: [
      {
        name: "the default",
        resources: [
          { type: "aws:lb/loadBalancer:LoadBalancer", props: { loadBalancerType: "application", subnets: ["a"] } },
        ],
        message:
          "load balancer must not face the internet (internal). Fix: set internal to true, or state an exemption.",
      },
      {
        name: "a classic one",
        resources: [{ type: "aws:elb/loadBalancer:LoadBalancer", props: { internal: false } }],
        message:
          "load balancer must not face the internet (internal). Fix: set internal to true, or state an exemption.",
      },
    ],
  },
  subject: "resource",
  types: [...LOAD_BALANCERS, ...CLASSIC_LOAD_BALANCERS],
  check: (resource) =>
    onResource("load balancer", "internal", () =>
      all(
        () => resource.props.internal !== true,
        () => resource.props.loadBalancerType !== "gateway",
      )
        ? "must not face the internet"
        : undefined,
    ),
});
