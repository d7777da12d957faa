import { type DemoStep, must } from "./step.js";

/** What came up goes away again. */
export const destroy: DemoStep = {
  title: "The stack is destroyed",
  async run({ cluster, pulumi }) {
    const destroyed = await pulumi("destroy", "--yes", "--skip-preview");
    must(destroyed.code === 0, `pulumi destroy exited with ${destroyed.code}:\n${destroyed.output}`);
    for (const namespace of ["shop", "payments"]) {
      const { status } = await cluster.api.send("GET", `/api/v1/namespaces/${namespace}`);
      must(status === 404, `Namespace ${namespace} is still there after pulumi destroy.`);
    }
    return [`pulumi destroy: ${destroyed.changes.delete} resources deleted, both namespaces gone`];
  },
};
