import { evaluate } from "../../../policy-pack/evaluate.js";
import { policies } from "../../../policy-pack/policies/index.js";
import { DEFAULT_PROFILE, inProfile } from "../../../policy-pack/policy.js";
import { plain } from "../../../policy-pack/unknown.js";

/** The policies on parts of a control plane or of nodes that hold by default. */
export const PART_POLICIES = policies.filter(
  (policy) => policy.subject === "part" && inProfile(policy, DEFAULT_PROFILE),
);

/** A resource that is judged together with others. */
export interface Judged {
  readonly type: string;
  readonly props: object;
}

/** What the policies on parts find, as `policy: message`; violations without their policy's status. */
export function found(...resources: readonly Judged[]): readonly string[] {
  return evaluate(
    resources.map(({ type, props }, index) => ({ type, urn: `urn:${index}`, name: "example", props: plain(props) })),
    PART_POLICIES,
  ).map(({ policy, status, message }) =>
    status === "violation" ? `${policy}: ${message}` : `${policy} ${status}: ${message}`,
  );
}

/** The ids of policies that are broken, without those whose status is another. */
export const broken = (...resources: readonly Judged[]): readonly string[] =>
  found(...resources).flatMap((line) => /^([a-z-]+): /.exec(line)?.[1] ?? []);

/** The static pod of a program by its command line. */
export const pod = (...command: readonly unknown[]): Judged => ({
  type: "kubernetes:core/v1:Pod",
  props: { metadata: { name: "program", namespace: "kube-system" }, spec: { containers: [{ name: "main", command }] } },
});

/** A ConfigMap of the cluster itself. */
export const configMap = (data: unknown, namespace: unknown = "kube-system"): Judged => ({
  type: "kubernetes:core/v1:ConfigMap",
  props: { metadata: { name: "config", namespace }, data },
});
