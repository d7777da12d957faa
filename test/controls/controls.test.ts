import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import {
  CIS_EKS,
  CIS_KUBERNETES,
  CIS_KUBERNETES_SECTIONS,
  type Control,
  DISA_STIG,
  FRAMEWORKS,
  KUBESCAPE_NSA,
  NSA_CISA,
  NSA_CISA_APPENDICES,
  POD_SECURITY_STANDARDS,
} from "../../controls/index.js";

const all: readonly Control[] = Object.values(FRAMEWORKS).flatMap(({ controls }): readonly Control[] => controls);

/** How many rows have each value of a field. */
function count<T, K extends keyof T>(rows: readonly T[], field: K): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const row of rows) counts[String(row[field])] = (counts[String(row[field])] ?? 0) + 1;
  return counts;
}

describe("controls", () => {
  it("have ids that are unique across frameworks, and a title each", () => {
    assert.equal(new Set(all.map(({ id }) => id)).size, all.length);
    for (const { id, title } of all) assert.ok(title.length > 2 && !/[;|.]/.test(title.slice(-1)), id);
  });

  it("give the reason for every row that is out of reach", () => {
    for (const control of all)
      if (control.reach === "out-of-reach") assert.match(control.reason, /^\S.{20,}\.$/, control.id);
  });

  it("hold the guide's 100 recommendations and its 14 appendices", () => {
    assert.equal(NSA_CISA.length, 100);
    assert.deepEqual(count(NSA_CISA, "reach"), { policy: 57, component: 32, "out-of-reach": 11 });
    assert.equal(NSA_CISA_APPENDICES.map(({ id }) => id.slice("NSA-APP-".length)).join(""), "ABCDEFGHIJKLMN");
  });

  it("number the guide's recommendations without a gap", () => {
    const last = new Map<string, number>();
    for (const { id } of NSA_CISA) {
      const [, area = "", number = ""] = id.split("-");
      assert.equal(Number(number), (last.get(area) ?? 0) + 1, id);
      last.set(area, Number(number));
    }
  });

  it("hold the 50 rows of the CIS benchmark for EKS", () => {
    assert.equal(CIS_EKS.length, 50);
    assert.deepEqual(count(CIS_EKS, "assessment"), { automated: 27, manual: 23 });
    // A kubelet's settings are seen in the user data of a launch template.
    assert.deepEqual(count(CIS_EKS, "reach"), { policy: 44, component: 2, "out-of-reach": 4 });
  });

  it("hold the 131 rows of the CIS benchmark for Kubernetes", () => {
    assert.equal(CIS_KUBERNETES.length, 131);
    assert.deepEqual(count(CIS_KUBERNETES, "assessment"), { automated: 65, manual: 66 });
    // A policy sees the Secret of a bootstrap token (3.1.3), which benchmarks count as a matter of process.
    // Files of the control plane and of nodes are resources of their own, so that policies see them.
    assert.deepEqual(count(CIS_KUBERNETES, "reach"), { policy: 97, component: 2, "out-of-reach": 32 });
    const sections = count(
      CIS_KUBERNETES.map(({ id }) => ({ section: id.slice("CIS-K8S-".length).split(".").slice(0, -1).join(".") })),
      "section",
    );
    assert.deepEqual(Object.keys(sections).sort(), Object.keys(CIS_KUBERNETES_SECTIONS).sort());
    assert.deepEqual(sections, {
      ...{ "1.1": 21, "1.2": 30, "1.3": 7, "1.4": 2, "2": 7, "3.1": 3, "3.2": 2, "4.1": 10, "4.2": 14, "4.3": 1 },
      ...{ "5.1": 13, "5.2": 12, "5.3": 2, "5.4": 2, "5.5": 1, "5.6": 4 },
    });
  });

  it("hold the 94 rules of the STIG, 20 of them CAT I", () => {
    assert.equal(DISA_STIG.length, 94);
    assert.deepEqual(count(DISA_STIG, "severity"), { high: 20, medium: 74 });
    assert.deepEqual(count(DISA_STIG, "reach"), { policy: 71, "out-of-reach": 23 });
  });

  it("hold the 19 Pod Security checks and the 26 controls of Kubescape", () => {
    assert.equal(POD_SECURITY_STANDARDS.length, 19);
    assert.equal(new Set(KUBESCAPE_NSA.map(({ id }) => id)).size, 26);
  });

  it("state the edition of a framework in the table of frameworks only", () => {
    const folder = resolve(__dirname, "../../../controls");
    const files = readdirSync(folder, { recursive: true, encoding: "utf8" }).filter(
      (file) => file.endsWith(".ts") && file !== "index.ts",
    );
    assert.ok(files.length > 8);
    const stated = Object.values(FRAMEWORKS).map(({ edition }) => `\\b${edition.replaceAll(".", "\\.")}\\b(?!\\.\\d)`);
    for (const file of files) {
      if (file === "kubernetes-versions.ts") continue;
      const comments = readFileSync(join(folder, file), "utf8").match(/\/\*\*.*?\*\//gs) ?? [];
      for (const comment of comments) assert.doesNotMatch(comment, new RegExp(stated.join("|")), file);
    }
  });
});
