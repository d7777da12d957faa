import assert from "node:assert/strict";
import { CIS_KUBERNETES, DISA_STIG } from "../../../controls/index.js";
import { policies } from "../../../policy-pack/policies/index.js";

const served: ReadonlySet<string> = new Set(
  policies.flatMap((policy) => (policy.subject === "part" ? policy.references : [])),
);

/** Rules of the STIG on flags and on the kubelet: three groups of 20, 18 and 12 (the rest is objects, modes and people). */
const FLAG_RULES = [
  ...[378, 382, 386, 388, 389, 390, 398, 400, 410, 418, 419, 422, 429, 430, 431, 436, 438].map((id) => `V-242${id}`),
  ...["V-245542", "V-245543", "V-245544"],
  ...[376, 377, 379, 380, 381, 384, 385, 409, 411, 412, 413, 421, 423, 426, 427, 428, 432, 433].map(
    (id) => `V-242${id}`,
  ),
  ...[387, 391, 392, 397, 399, 404, 420, 424, 425, 434].map((id) => `V-242${id}`),
  ...["V-245541", "V-254801"],
];

describe("the policies on control planes and nodes", () => {
  it("serve every row of CIS Kubernetes on rendered configuration", () => {
    const rows = CIS_KUBERNETES.filter(({ id }) => /^CIS-K8S-(?:1\.[234]|2|3\.2|4\.[23]|5\.5)\.\d+$/.test(id));
    assert.equal(rows.length, 30 + 7 + 2 + 7 + 2 + 14 + 1 + 1);
    assert.deepEqual(
      rows.map(({ id }) => id).filter((id) => !served.has(id)),
      [],
    );
  });

  it("serve every rule of the STIG on flags and the kubelet", () => {
    assert.equal(FLAG_RULES.length, 50);
    const known = new Set<string>(DISA_STIG.map(({ id }) => id));
    assert.deepEqual(
      FLAG_RULES.filter((id) => !known.has(id) || !served.has(id)),
      [],
    );
  });
});
