import assert from "node:assert/strict";
import { ADMISSION_POLICIES } from "../../../../components/baseline/admission/policies/index.js";
import { policies } from "../../../../policy-pack/policies/index.js";
import { REASONS, WITHOUT_PACK_POLICY, WITHOUT_TWIN } from "./without-twin.js";

const packIds = policies.map(({ id }) => id);
const ids = ADMISSION_POLICIES.map(({ id }) => id);

/** Off in the cluster, though the default profile has them: add-ons come with such roles. */
const OPTIONAL_HERE = [
  "no-admission-changes",
  "no-certificate-approval",
  "no-escalation-verbs",
  "no-node-proxy",
  "no-persistent-volume-creation",
  "no-pod-creation",
  "no-pod-exec",
  "no-secret-access",
  "no-token-creation",
];

describe("admission policies and the policy pack", () => {
  it("have the same ids, but for those that say why not", () => {
    assert.deepEqual(packIds.filter((id) => !ids.includes(id)).sort(), Object.keys(WITHOUT_TWIN).sort());
    assert.deepEqual(
      ids.filter((id) => !packIds.includes(id)),
      WITHOUT_PACK_POLICY,
    );
  });

  it("give every reason for something, and none but these", () => {
    assert.deepEqual([...new Set(Object.values(WITHOUT_TWIN))].sort(), Object.keys(REASONS).sort());
  });

  it("leave to Pod Security what it refuses, and hostPath volumes by both", () => {
    const standards = policies.filter(({ references }) => references.some((id) => id.startsWith("PSS:")));
    const twins = standards.filter(({ id }) => ids.includes(id)).map(({ id }) => id);
    assert.deepEqual(twins, ["no-host-path-volumes"]);
    for (const { id } of standards.filter(({ id }) => !ids.includes(id))) assert.equal(WITHOUT_TWIN[id], "podSecurity");
  });

  it("are on where the pack's default profile has them", () => {
    const off = ADMISSION_POLICIES.filter(({ optional }) => optional === true).map(({ id }) => id);
    const strict = policies.filter(({ profile }) => profile === "strict").map(({ id }) => id);
    assert.deepEqual(
      off.filter((id) => !strict.includes(id)),
      OPTIONAL_HERE,
    );
    assert.deepEqual(
      strict.filter((id) => ids.includes(id) && !off.includes(id)),
      [],
    );
  });

  it("are sorted, and each once", () => {
    assert.deepEqual(ids, [...new Set(ids)].sort());
  });

  it("say the fix in every message, and end in a full stop", () => {
    for (const { id, validations } of ADMISSION_POLICIES)
      for (const { message } of validations) assert.match(message, /^\S.* Fix: .{5,120}\.$/, id);
  });
});
