import { type DemoStep, must } from "./step.js";

const POLICY = "no-privileged-containers";

/** The pack stops the workload in preview, and its message names container, field and fix. */
export const refuse: DemoStep = {
  title: "The same stack with a privileged workload, in preview",
  async run({ privilegedPreview }) {
    const preview = await privilegedPreview();
    must(preview.code !== 0, "pulumi preview accepted a privileged workload.");
    const refusal = preview.policies.find(({ policyName }) => policyName === POLICY);
    must(refusal !== undefined, `pulumi preview failed, but not by ${POLICY}:\n${preview.output}`);
    must(refusal.enforcementLevel === "mandatory", `${POLICY} is only ${refusal.enforcementLevel}.`);
    for (const part of ['"shell"', "securityContext.privileged", "Fix: "])
      must(refusal.message.includes(part), `The refusal does not name ${part}: ${refusal.message}`);
    return ["refused by the policy pack:", ...refusal.message.split("\n")];
  },
};
