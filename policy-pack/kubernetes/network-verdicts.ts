import { attempt, type Offence, type Verdict } from "../verdict.js";
import { attemptAll, eachOf } from "./containers.js";
import {
  type Direction,
  decidesAbout,
  type NetworkPeer,
  type NetworkPolicySpec,
  type NetworkRule,
  networkPolicySpec,
} from "./network-policy.js";
import type { KubernetesObject } from "./object.js";

/** What breaks a policy in a rule: the requirement, and the field inside the rule. */
export interface RuleBreach {
  readonly requirement: string;
  readonly field?: string;
}

/** Judges every rule of each direction about which the NetworkPolicy decides. */
export function eachNetworkRule(
  object: KubernetesObject,
  judge: (rule: NetworkRule, path: string) => readonly Verdict[],
): readonly Verdict[] {
  const where = (direction: Direction, index: number): string => `${object.prefix}spec.${direction}[${index}]`;
  return [
    ...ifDecided(object, "ingress", (spec) =>
      eachOf(
        () => spec.ingress,
        (rule, index) =>
          judge(
            { direction: "ingress", peersField: "from", peers: () => rule.from, ports: () => rule.ports },
            where("ingress", index),
          ),
      ),
    ),
    ...ifDecided(object, "egress", (spec) =>
      eachOf(
        () => spec.egress,
        (rule, index) =>
          judge(
            { direction: "egress", peersField: "to", peers: () => rule.to, ports: () => rule.ports },
            where("egress", index),
          ),
      ),
    ),
  ];
}

const ifDecided = (
  object: KubernetesObject,
  direction: Direction,
  judge: (spec: NetworkPolicySpec) => readonly Verdict[],
): readonly Verdict[] =>
  attemptAll(() => {
    const spec = networkPolicySpec(object);
    return decidesAbout(spec, direction) ? judge(spec) : [];
  });

/** Judges a rule as a whole. */
export const ofRule = (
  { direction }: NetworkRule,
  path: string,
  judge: () => RuleBreach | undefined,
): readonly Verdict[] =>
  attempt((): Offence | undefined => {
    const breach = judge();
    return breach === undefined ? undefined : { subject: `${direction} rule`, path, ...breach };
  });

/** Judges each peer of a rule; `field` is what the offence is about in the peer, default: all of it. */
export const ofPeers = (
  { direction, peersField, peers }: NetworkRule,
  path: string,
  judge: (peer: NetworkPeer) => string | undefined,
  field?: string,
): readonly Verdict[] =>
  eachOf(peers, (peer, index) =>
    attempt((): Offence | undefined => {
      const requirement = judge(peer);
      const at = [`${path}.${peersField}[${index}]`, field].filter(Boolean).join(".");
      return requirement === undefined ? undefined : { subject: `${direction} rule`, path: at, requirement };
    }),
  );
