import { type DemoStep, must } from "./step.js";

const POD = "kubernetes:core/v1:Pod";

/** The manifest that the stack would have sent goes to the API server without engine or pack in between. */
export const bypass: DemoStep = {
  title: "The same workload sent past the pack, straight to the API server",
  async run({ cluster, privilegedPreview }) {
    const preview = await privilegedPreview();
    const manifest = preview.steps.find(({ type }) => type === POD)?.new?.inputs;
    must(manifest !== undefined, `The stack has no ${POD} to send:\n${preview.output}`);
    const { status, text } = await cluster.api.send("POST", "/api/v1/namespaces/shop/pods", manifest);
    must(status === 403, `The API server answered ${status} to a privileged pod: ${text}`);
    const { message } = JSON.parse(text) as { message: string };
    must(/violates PodSecurity/.test(message), `The API server refused, but not by Pod Security: ${message}`);
    return [`403 from the API server: ${message}`];
  },
};
