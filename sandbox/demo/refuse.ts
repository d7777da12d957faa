import { type DemoStep, must } from "./step.js";

/** The same stack with `privilegedWorkload: true`; a file of its own, so that no run changes the tracked one. */
export const PRIVILEGED_CONFIG = "stacks/Pulumi.sandbox-privileged.yaml";
const POLICY = "no-privileged-containers";

/** The pack stops the workload in preview, and its message names container, field and fix. */
export const refuse: DemoStep = {
  title: "The same stack with a privileged workload, in preview",
  async run({ pulumi }) {
    const preview = await pulumi("preview", "--config-file", PRIVILEGED_CONFIG, "--policy-pack", "policy-pack");
    must(preview.code !== 0, "pulumi preview accepted a privileged workload.");
    const refusal = preview.policies.find(({ policyName }) => policyName === POLICY);
    must(refusal !== undefined, `pulumi preview failed, but not by ${POLICY}:\n${preview.output}`);
    must(refusal.enforcementLevel === "mandatory", `${POLICY} is only ${refusal.enforcementLevel}.`);
    for (const part of ['"shell"', "securityContext.privileged"])
      must(refusal.message.includes(part), `The refusal does not name ${part}: ${refusal.message}`);
    return ["refused by the policy pack:", ...refusal.message.split("\n")];
  },
};
