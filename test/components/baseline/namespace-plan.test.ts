import assert from "node:assert/strict";
import {
  EnforcementMode,
  HardenedNamespace,
  type HardenedNamespaceArgs,
  NamespaceTier,
  PodSecurity,
} from "../../../components/index.js";
import { type NamespacePlan, WHEN_ENFORCED } from "../../../controls/audit-phase.js";
import { recordResources } from "../../support/recorded-resources.js";

const NAMESPACE = /^kubernetes:core\/v1:Namespace(Patch)?$/;

describe("what a namespace in audit mode says of the time after", () => {
  const cases: readonly HardenedNamespaceArgs[] = [
    ...Object.values(NamespaceTier).flatMap((tier) => [{ tier }, { tier, adopt: true }]),
    { quota: { cpu: "12", pods: 3 }, defaultDeny: false },
    { tier: NamespaceTier.System, adopt: true, quota: { pods: 30 }, defaultDeny: true },
    { podSecurity: PodSecurity.Baseline, podSecurityVersion: "v1.35" },
  ];
  for (const args of cases)
    it(`is what enforcing then brings: ${JSON.stringify(args)}`, async () => {
      const recorded = async (mode: EnforcementMode) =>
        (await recordResources(() => new HardenedNamespace("shop", { ...args, mode }))).map(
          ({ type, name, inputs }) => ({
            ...{ type, name },
            inputs: inputs as { metadata: { labels?: object; annotations?: Record<string, string> }; spec?: unknown },
          }),
        );
      const namespaceOf = (all: Awaited<ReturnType<typeof recorded>>) =>
        all.find(({ type, name }) => NAMESPACE.test(type) && !name.includes("existing"))?.inputs.metadata;
      const plan = JSON.parse(
        namespaceOf(await recorded(EnforcementMode.Audit))?.annotations?.[WHEN_ENFORCED] ?? "",
      ) as NamespacePlan;
      const enforced = await recorded(EnforcementMode.Enforce);
      const spec = (kind: string) => enforced.find(({ type }) => type.endsWith(`:${kind}`))?.inputs.spec;
      const limits = spec("LimitRange") as { limits: [{ default?: object; defaultRequest: object }] } | undefined;
      const labels = namespaceOf(enforced)?.labels as Record<string, string>;
      assert.equal(namespaceOf(enforced)?.annotations?.[WHEN_ENFORCED], undefined);
      assert.deepEqual(plan, {
        podSecurity: labels["pod-security.kubernetes.io/enforce"],
        podSecurityVersion: labels["pod-security.kubernetes.io/enforce-version"],
        defaultDeny: enforced.some(({ name }) => name === "shop-default-deny"),
        ...(spec("ResourceQuota") === undefined ? {} : { quota: (spec("ResourceQuota") as { hard: object }).hard }),
        ...(limits === undefined
          ? {}
          : {
              containerDefaults: {
                requests: limits.limits[0].defaultRequest,
                ...(limits.limits[0].default === undefined ? {} : { limits: limits.limits[0].default }),
              },
            }),
      });
    });
});
