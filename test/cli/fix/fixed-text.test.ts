import assert from "node:assert/strict";
import fc from "fast-check";
import { stringify } from "yaml";
import { fixedText } from "../../../cli/fix/fixed-text.js";
import { policies } from "../../../policy-pack/policies/index.js";
import { NO_CONFIGURATION, select } from "../../../policy-pack/selection.js";
import { plainByReading } from "../../../policy-pack/unknown.js";
import { editsFor, fixableExamples, fixed, merged, samplesOf } from "../../policy-pack/fixes/fixing.js";
import { optionsOf } from "../../policy-pack/pods.js";
import { readable } from "../sources/documents.js";
import { fixedBy } from "./fixing.js";
import { HARD_FILES, pod } from "./hard-files.js";

describe("rampart check --fix keeps every byte that it need not change", () => {
  for (const { what, by, before, after } of HARD_FILES)
    it(what, () => {
      assert.deepEqual(fixedBy(before, ...by), [after, []]);
      assert.deepEqual(fixedBy(after, ...by), [after, []], "a second run changes nothing");
    });

  const RIGID = "its text cannot be changed without changing more (an anchor, a tag or an unusual layout)";
  const REFUSED: readonly (readonly [what: string, text: string, line: number, why?: string])[] = [
    [
      "what an alias has in another place",
      pod("  - securityContext: &context\n      privileged: true\n  - securityContext: *context\n"),
      8,
    ],
    ["what is written elsewhere", pod("  - <<: {securityContext: {privileged: true, runAsUser: 1}}\n    name: a\n"), 7],
    ["a key that is marked as one", pod("  - securityContext:\n      ? privileged\n      : true\n"), 8],
    [
      "a template, even one that is YAML",
      pod('  - image: "{{ .Values.image }}"\n    securityContext:\n      privileged: true\n'),
      9,
      "its document looks like a template",
    ],
  ];
  for (const [what, text, line, why = RIGID] of REFUSED)
    it(`leaves ${what} alone, and says so`, () =>
      assert.deepEqual(fixedBy(text, "no-privileged-containers"), [
        text,
        [`${line} no-privileged-containers: ${why}`],
      ]));

  it("fixes beside what it has to leave alone", () => {
    const text = (last: string, other: string) =>
      `${pod(`  - securityContext: &context\n      privileged: true\n  - securityContext: *context\n  hostIPC: ${last}\n`)}---\n${pod(`  - securityContext: {privileged: ${other}}\n`)}`;
    const [after, unfixed] = fixedBy(text("true", "true"), "no-privileged-containers", "no-host-namespaces");
    assert.equal(after, text("false", "false"));
    assert.equal(unfixed.length, 1);
  });

  it("does not touch documents that are broken, foreign or templates", () => {
    const bad = pod("  - securityContext: {privileged: true}\n");
    const rest = `---\nkind: [\napiVersion: v1\n---\n{{- if .Values.on }}\n---\nreplicaCount: 1\nhostPID: true\n---\n`;
    const good = bad.replace("true", "false");
    assert.deepEqual(fixedBy(`${bad}${rest}${bad}`, "no-privileged-containers", "no-host-namespaces"), [
      `${good}${rest}${good}`,
      [],
    ]);
  });

  it("adds no field to a value of a wrong type", () => {
    const text = pod(
      "  - securityContext: text\n  - securityContext: [1]\n  - name: 5\n    securityContext: {capabilities: {drop: ALL}}\n",
    );
    const [after, unfixed] = fixedBy(text, "no-privilege-escalation", "require-dropped-capabilities");
    assert.equal(after, text.replace("{drop: ALL}", "{drop: ALL}, allowPrivilegeEscalation: false"));
    assert.equal(unfixed.length, 2);
  });
});

const examples = [...fixableExamples(policies)].flatMap(({ policy, example }) =>
  samplesOf(example)
    .filter(({ type }) => type.startsWith("kubernetes:") && !type.endsWith("Patch"))
    .map(({ type, props }) => {
      const [, apiVersion = "", kind = ""] = /^kubernetes:(?:core\/)?(.+):(\w+)$/.exec(type) ?? [];
      return {
        policy,
        options: optionsOf(example, policy),
        type,
        manifest: merged({ apiVersion, kind }, props) as Record<string, unknown>,
      };
    }),
);
const layout = fc.record({
  indent: fc.constantFrom(2, 4),
  indentSeq: fc.boolean(),
  collectionStyle: fc.constantFrom("block", "any", "flow"),
  defaultStringType: fc.constantFrom("PLAIN", "QUOTE_DOUBLE", "QUOTE_SINGLE"),
  lineWidth: fc.constantFrom(0, 40),
} as const);

describe("rampart check --fix on every bad example, in any layout", () => {
  it("changes the values as the engine does, keeps every other line, and is done after one run", () => {
    fc.assert(
      fc.property(fc.constantFrom(...examples), layout, fc.boolean(), fc.boolean(), (example, options, json, crlf) => {
        const { policy, type, manifest } = example;
        const { kubernetesVersion, settings = {} } = example.options;
        const selection = {
          ...select(policies, { ...NO_CONFIGURATION, kubernetesVersion, settings, profile: "strict" }),
          policies: [policy],
        };
        const own = json ? `${JSON.stringify(manifest, undefined, 2)}\n` : stringify(manifest, options);
        // A comment on each line that can have one, and another document on either side.
        const commented =
          json || options.defaultStringType !== "PLAIN" || options.collectionStyle !== "block"
            ? own
            : own.replace(/\n/g, () => " # why\n");
        const lines = `# before\nkind: Other\n---\n${commented}---\n# behind\n`;
        const text = crlf ? lines.replaceAll("\n", "\r\n") : lines;
        const after = fixedText("a.yaml", text, selection);
        assert.deepEqual(after.unfixed, [], text);
        assert.equal(after.fixed.length, 1, text);
        const expected = fixed({ type, props: manifest }, [policy], example.options).props;
        assert.deepEqual(
          plainByReading({ value: readable(after.text)[1]?.value }),
          plainByReading({ value: expected }),
          after.text,
        );
        assert.equal(fixedText("a.yaml", after.text, selection).text, after.text);
        const edits = editsFor({ type, props: manifest }, [policy], example.options).length;
        const block = !json && options.collectionStyle === "block";
        if (block) assert.ok(lost(text, after.text) <= 3 * edits, `${text}\nbecame\n${after.text}`);
        assert.equal(after.text.split("\r\n").length > 1, crlf);
        if (crlf) assert.doesNotMatch(after.text, /[^\r]\n/);
      }),
      { numRuns: 1500 },
    );
  });
});

/** How many lines of the one are not, in their order, in the other. */
function lost(before: string, after: string): number {
  const rest = after.split("\n");
  let count = 0;
  for (const line of before.split("\n")) {
    const at = rest.indexOf(line);
    if (at < 0) count++;
    else rest.splice(0, at + 1);
  }
  return count;
}
