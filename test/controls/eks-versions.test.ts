import assert from "node:assert/strict";
import { EKS_VERSIONS, ENDED_EKS_IMAGES } from "../../controls/eks-versions.js";
import { KUBERNETES_VERSIONS } from "../../controls/kubernetes-versions.js";
import { isDay, today } from "../../policy-pack/exemptions/day.js";
import { evaluationContext } from "../../policy-pack/policy.js";
import { NO_CONFIGURATION, select } from "../../policy-pack/selection.js";

describe("the versions of Amazon EKS", () => {
  const versions = Object.entries(EKS_VERSIONS.versions);

  it("NSA-UPG-01: end in their order, and their extended support a year after the standard one", () => {
    assert.ok(isDay(EKS_VERSIONS.asOf));
    for (const [index, [version, { standardUntil, extendedUntil }]] of versions.entries()) {
      assert.equal(version, `1.${30 + index}`);
      assert.ok(isDay(standardUntil) && isDay(extendedUntil), version);
      const year = String(Number(standardUntil.slice(0, 4)) + 1);
      assert.equal(extendedUntil, year + standardUntil.slice(4), version);
      assert.ok(standardUntil > (versions[index - 1]?.[1].standardUntil ?? ""), version);
    }
    for (const { until } of ENDED_EKS_IMAGES) assert.ok(isDay(until));
  });

  it("are judged by the day on which somebody judges, and by no clock where none is given", () => {
    assert.equal(evaluationContext().today, KUBERNETES_VERSIONS.asOf);
    assert.equal(evaluationContext({ today: "2031-01-01" }).today, "2031-01-01");
    const before = today();
    const { context } = select([], NO_CONFIGURATION);
    assert.ok([before, today()].includes(context.today));
  });
});
