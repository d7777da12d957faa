import type { NonEmpty } from "../policy.js";

/** Listeners of application, network and gateway load balancers. */
export const LISTENERS: NonEmpty<string> = ["aws:lb/listener:Listener", "aws:alb/listener:Listener"];

export const LOAD_BALANCERS: NonEmpty<string> = [
  "aws:lb/loadBalancer:LoadBalancer",
  "aws:alb/loadBalancer:LoadBalancer",
];

/** Those of the generation before. */
export const CLASSIC_LOAD_BALANCERS: NonEmpty<string> = ["aws:elb/loadBalancer:LoadBalancer"];
