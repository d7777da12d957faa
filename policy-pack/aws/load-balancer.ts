import type { NonEmpty } from "../policy.js";

/** Listeners of application, network and gateway load balancers, under the names that the provider has for them. */
export const LISTENERS: NonEmpty<string> = [
  "aws:lb/listener:Listener",
  "aws:alb/listener:Listener",
  "aws:applicationloadbalancing/listener:Listener",
];

export const LOAD_BALANCERS: NonEmpty<string> = [
  "aws:lb/loadBalancer:LoadBalancer",
  "aws:alb/loadBalancer:LoadBalancer",
  "aws:applicationloadbalancing/loadBalancer:LoadBalancer",
];

/** Those of the generation before. */
export const CLASSIC_LOAD_BALANCERS: NonEmpty<string> = ["aws:elb/loadBalancer:LoadBalancer"];
