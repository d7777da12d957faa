import assert from "node:assert/strict";
import { parseConfiguration } from "../../../policy-pack/configuration.js";
import { ConfigurationError } from "../../../policy-pack/configuration-error.js";
import { policies } from "../../../policy-pack/policies/index.js";
import { editsOf } from "../../../policy-pack/remedy.js";
import { select } from "../../../policy-pack/selection.js";
import { UNKNOWN } from "../../../policy-pack/unknown.js";
import { judge } from "../pods.js";
import { fixed } from "./fixing.js";

const by = (...ids: readonly string[]) => policies.filter(({ id }) => ids.includes(id));
const pod = (spec: object) => ({ type: "kubernetes:core/v1:Pod", props: { spec } });
const container = (securityContext: object) => pod({ containers: [{ name: "app", securityContext }] });

/** What the API server would refuse or the kubelet not start, by the policy that would make it. */
const GUARDED: readonly (readonly [what: string, policy: string, sample: ReturnType<typeof pod>])[] = [
  ["a privileged container", "no-privilege-escalation", container({ privileged: true })],
  ["CAP_SYS_ADMIN", "no-privilege-escalation", container({ capabilities: { add: ["CHOWN", "CAP_SYS_ADMIN"] } })],
  [
    "a container that may turn out privileged",
    "no-privilege-escalation",
    container({ privileged: UNKNOWN, allowPrivilegeEscalation: true }),
  ],
  [
    "a pod with a host process",
    "no-host-namespaces",
    pod({ hostNetwork: true, containers: [{ securityContext: { windowsOptions: { hostProcess: true } } }] }),
  ],
  ["a pod that is root", "require-run-as-non-root", pod({ securityContext: { runAsUser: 0 }, containers: [{}] })],
  ["a container that is root", "require-run-as-non-root", container({ runAsUser: 0, runAsNonRoot: false })],
  ["a container that may turn out root", "require-run-as-non-root", container({ runAsUser: UNKNOWN })],
];

describe("a fix that would break the object", () => {
  for (const [what, policy, sample] of GUARDED)
    it(`is not made: ${policy} for ${what}`, () => {
      const [finding] = judge(sample, by(policy));
      assert.equal(finding?.status, "violation");
      assert.deepEqual(editsOf(finding), []);
    });

  it("is made where the fix of another policy opens the way", () => {
    const sample = container({ privileged: true, capabilities: { add: ["CAP_SYS_ADMIN"] } });
    const together = by("no-privilege-escalation", "no-privileged-containers", "restrict-added-capabilities");
    assert.deepEqual(judge(fixed(sample, together), together), []);
  });

  it("is not made for what is exempt or undecided", () => {
    const [finding] = judge(container({ privileged: true }), by("no-privileged-containers"));
    assert.ok(finding);
    assert.equal(editsOf(finding).length, 1);
    for (const status of ["exempt", "undecided", "error"] as const)
      assert.deepEqual(editsOf({ ...finding, status }), []);
  });
});

describe("the level remediate", () => {
  it("is taken for policies with a fix, and counts as mandatory without an engine", () => {
    for (const entry of ["remediate", { enforcementLevel: "remediate" }]) {
      const { advisory, policies: on } = select(
        policies,
        parseConfiguration({ all: "disabled", "no-token-automount": entry }, policies),
      );
      assert.ok(on.some(({ id }) => id === "no-token-automount"));
      assert.equal(advisory.has("no-token-automount"), false);
    }
    parseConfiguration({ all: "remediate" }, policies);
  });

  it("is refused for every other policy, which is named", () => {
    for (const { id } of policies.filter(({ fixable }) => !fixable))
      for (const entry of ["remediate", { enforcementLevel: "remediate" }])
        assert.throws(
          () => parseConfiguration({ [id]: entry }, policies),
          (error) => error instanceof ConfigurationError && new RegExp(`^${id}\\b.* has no fix`).test(error.message),
        );
  });
});
