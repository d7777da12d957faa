import assert from "node:assert/strict";
import fc from "fast-check";
import { HYGIENE_RULES } from "../../../policy-pack/exemptions/hygiene.js";
import { isNarrow, matches } from "../../../policy-pack/exemptions/match.js";
import type { ExemptionMatch } from "../../../policy-pack/exemptions.js";
import { policies } from "../../../policy-pack/policies/index.js";
import type { Resource } from "../../../policy-pack/policy.js";
import { plain, UNKNOWN } from "../../../policy-pack/unknown.js";
import { exemption, run, sharingPod, statuses, TODAY, urnOf } from "./runs.js";

const ANNOTATION = "rampart.dev/exempt-no-host-namespaces";
const annotated = (value: unknown, key = ANNOTATION): Resource => sharingPod("web", { annotations: { [key]: value } });
const everything = (): boolean => true;

/** What is wrong with the exemptions of a run: ids of the rules, and messages. */
const wrong = ({ book }: ReturnType<typeof run>): (readonly [string, string])[] =>
  [...book.problems, ...book.unused(everything)].map(({ rule, message }) => [rule.id, message]);

describe("an exemption", () => {
  it("turns the violation into an exempt finding, which keeps message and severity and says who answers", () => {
    const stated = exemption();
    const before = run([sharingPod("web")]).findings;
    const { findings } = run([sharingPod("web")], [stated]);
    assert.deepEqual(statuses(before), [["web", "violation"]]);
    assert.deepEqual(findings, [{ ...before[0], status: "exempt", exemption: stated }]);
  });

  it("holds on its last day, and no longer", () => {
    const until = (expires: string) => run([sharingPod("web")], [exemption({ expires })]).findings[0];
    assert.equal(until(TODAY)?.status, "exempt");
    assert.equal(until("2026-06-14")?.status, "violation");
    assert.equal(
      until("2026-06-14")?.message,
      "pod must not set hostPID=true (spec). It was exempt until 2026-06-14. Fix: remove the field.",
    );
  });

  it("covers neither other policies nor other resources", () => {
    const other = exemption({ policies: ["no-host-ports"] });
    assert.deepEqual(statuses(run([sharingPod("web")], [other]).findings), [["web", "violation"]]);
    const { findings } = run([sharingPod("web"), sharingPod("webhook")], [exemption()]);
    assert.deepEqual(statuses(findings), [
      ["web", "exempt"],
      ["webhook", "violation"],
    ]);
  });

  const MATCHES: readonly (readonly [string, ExemptionMatch, boolean])[] = [
    ["its name and namespace", { name: "web", namespace: "shop" }, true],
    ["its name in another namespace", { name: "web", namespace: "pay" }, false],
    ["a pattern of its name", { name: "*web*" }, true],
    ["a pattern of the beginning of another name", { name: "webs*" }, false],
    ["a pattern whose ends overlap in it", { name: "web*eb", namespace: "shop" }, false],
    ["its namespace and kind", { namespace: "shop", type: "kubernetes:core/v1:*" }, true],
    ["its namespace and another kind", { namespace: "shop", type: "kubernetes:apps/v1:*" }, false],
    ["its URN", { urn: urnOf("web") }, true],
    ["a pattern of its URN", { urn: "urn:pulumi:*::test::*::web" }, true],
    ["the URN of another stack", { urn: "urn:pulumi:prod::*::web" }, false],
  ];
  for (const [what, match, fits] of MATCHES)
    it(`${fits ? "covers" : "does not cover"} a resource by ${what}`, () => {
      const { findings } = run([sharingPod("web")], [exemption({ match })]);
      assert.deepEqual(statuses(findings), [["web", fits ? "exempt" : "violation"]]);
    });

  it("takes a Namespace to be in itself", () => {
    const props = plain({ metadata: { name: "kube-shop" } });
    const namespace = { type: "kubernetes:core/v1:Namespace", urn: "urn:a::b", name: "a", props };
    const of = exemption({ policies: ["no-kube-namespaces"], match: { namespace: "kube-shop" } });
    const found = run([namespace], [of]).findings.find(({ policy }) => policy === "no-kube-namespaces");
    assert.equal(found?.status, "exempt");
  });

  it("covers by annotation the object that has it, and no other", () => {
    const value = "expires=2026-12-31; owner=team-shop; reason=The agent; it reads = all";
    const { findings } = run([annotated(value), sharingPod("other")]);
    assert.deepEqual(statuses(findings), [
      ["web", "exempt"],
      ["other", "violation"],
    ]);
    assert.equal(findings[0]?.exemption?.reason, "The agent; it reads = all");
  });

  for (const value of [
    "reason=a, b; owner=team-shop, expires=2026-12-31",
    "expires: 2026-12-31\nowner: team-shop\nreason: a, b\n",
  ])
    it(`may be written as ${JSON.stringify(value)}`, () => {
      const { exemption: stated } = run([annotated(value)]).findings[0] ?? {};
      assert.deepEqual([stated?.expires, stated?.owner, stated?.reason], ["2026-12-31", "team-shop", "a, b"]);
    });

  it("in code covers its target, and everything in it", () => {
    const stack = "urn:pulumi:dev::test::pulumi:pulumi:Stack::test-dev";
    const component = { type: "test:index:Agent", urn: "urn:agent", name: "agent", props: plain({}), parent: stack };
    const inner = { type: "test:index:Inner", urn: "urn:inner", name: "inner", props: plain({}), parent: "urn:agent" };
    const stated = (targetType: string, targetName: string, parent = stack): Resource => ({
      type: "rampart:index:Exemption",
      urn: `urn:exemption:${targetName}`,
      name: `${targetName}-exemption`,
      props: plain({
        ...{ targetType, targetName, policies: ["no-host-namespaces"] },
        ...{ reason: "a", owner: "b", expires: "2026-12-31" },
      }),
      parent,
    });
    const pods = [
      sharingPod("deep", { parent: "urn:inner" }),
      sharingPod("target", { parent: stack }),
      sharingPod("beside", { parent: stack }),
    ];
    const ofAgent = stated("test:index:Agent", "agent");
    const ofTarget = stated("kubernetes:core/v1:Pod", "target");
    const { findings, book } = run([ofAgent, ofTarget, component, inner, ...pods]);
    assert.deepEqual(statuses(findings), [
      ["deep", "exempt"],
      ["target", "exempt"],
      ["beside", "violation"],
    ]);
    assert.deepEqual(book.unused(everything), []);
    // Type and name are those of the target, and it stands elsewhere.
    const elsewhere = stated("kubernetes:core/v1:Pod", "target", "urn:agent");
    assert.deepEqual(statuses(run([elsewhere, sharingPod("target", { parent: stack })]).findings), [
      ["target", "violation"],
    ]);
  });

  it("does not hide that a policy is undecided, and is not unused then", () => {
    const result = run([sharingPod("web", { spec: { hostPID: UNKNOWN } })], [exemption()]);
    assert.deepEqual(statuses(result.findings), [["web", "undecided"]]);
    assert.deepEqual(wrong(result), []);
  });

  it("is judged anew when its resource comes again", () => {
    const { book } = run([annotated("expires=2026-12-31; owner=a; reason=b"), sharingPod("web")]);
    assert.deepEqual(book.exemptions, []);
  });
});

describe("what is wrong with an exemption", () => {
  const REFUSED: readonly (readonly [string, Parameters<typeof exemption>[0], Parameters<typeof run>[2], RegExp])[] = [
    ["exemption-without-reason", { reason: "" }, {}, /has no reason, and exempts nothing\. Fix: state reason\.$/],
    ["exemption-without-reason", { owner: "" }, {}, /has no owner, and exempts nothing\. Fix: state owner\.$/],
    ["exemption-without-reason", { reason: "", owner: "" }, {}, /has no reason and owner/],
    ["exemption-too-broad", { match: { name: "*" } }, {}, /matches too much, and exempts nothing/],
    ["forbidden-exemption", {}, { neverExempt: new Set(["no-host-namespaces"]) }, /is forbidden by neverExempt/],
    [
      "exemption-past-cap",
      { expires: "2026-07-16" },
      { maximumDays: { high: 30 } },
      /lasts until 2026-07-16; high ones may last 30 days\. It exempts nothing\. Fix: let it expire by 2026-07-15\.$/,
    ],
  ];
  for (const [id, changes, rules, message] of REFUSED)
    it(`${id}: ${JSON.stringify(changes)} exempts nothing`, () => {
      const result = run([sharingPod("web")], [exemption(changes)], rules);
      assert.deepEqual(statuses(result.findings), [["web", "violation"]]);
      const [[rule, told] = [], ...rest] = wrong(result);
      assert.deepEqual([rule, rest], [id, []]);
      assert.match(told ?? "", /^The exemption from no-host-namespaces \(exemptions\.yaml:2\) /);
      assert.match(told ?? "", message);
    });

  it("holds up to the cap, and by each policy's own severity", () => {
    const rules = { maximumDays: { critical: 14, high: 30 } };
    const both = exemption({ policies: ["no-privileged-containers", "no-host-namespaces"], expires: "2026-07-15" });
    const result = run([sharingPod("web")], [both], rules);
    assert.deepEqual(statuses(result.findings), [["web", "exempt"]]);
    assert.deepEqual(
      wrong(result).map(([id]) => id),
      ["exemption-past-cap"],
    );
  });

  it("holds for the policies that are not forbidden", () => {
    const both = exemption({ policies: ["no-privileged-containers", "no-host-namespaces"] });
    const result = run([sharingPod("web")], [both], { neverExempt: new Set(["no-privileged-containers"]) });
    assert.deepEqual(statuses(result.findings), [["web", "exempt"]]);
    assert.match(wrong(result)[0]?.[1] ?? "", /^The exemption from no-privileged-containers \(/);
  });

  it("expired-exemption: says since when", () => {
    const [[id, message] = []] = wrong(run([sharingPod("web")], [exemption({ expires: "2026-06-14" })]));
    assert.equal(id, "expired-exemption");
    assert.match(message ?? "", /ended on 2026-06-14, and exempts nothing since\./);
  });

  it("unused-exemption: names the policies that matched no violation, of those that were judged by", () => {
    const policies = ["no-host-namespaces", "no-host-ports"] as const;
    const { book } = run([sharingPod("web")], [exemption({ policies })]);
    assert.deepEqual(
      book.unused(everything).map(({ message }) => message),
      ["The exemption from no-host-ports (exemptions.yaml:2) matched no violation. Fix: remove it."],
    );
    assert.deepEqual(
      book.unused((id) => id !== "no-host-ports"),
      [],
    );
  });

  const UNREADABLE: readonly (readonly [string, Resource, RegExp])[] = [
    ["a day in another format", annotated("expires=31.12.2026; owner=a; reason=b"), /got "31\.12\.2026"/],
    ["a day that there is not", annotated("expires=2026-02-30; owner=a; reason=b"), /got "2026-02-30"/],
    ["a time", annotated("expires=2026-12-31T00:00:00Z; owner=a; reason=b"), /expires must be a day such as/],
    ["no day", annotated("owner=a; reason=b"), /got nothing/],
    ["another form", annotated("until the vendor s3cr3t fixes it"), /got nothing/],
    ["a day behind other text", annotated("ok expires=2026-12-31; owner=a; reason=b"), /got nothing/],
    ["a field twice", annotated("expires=2026-12-31; expires=2027-12-31; owner=a; reason=b"), /a field comes twice/],
    ["a value that is no text", annotated(true), /got nothing/],
    [
      "a policy that there is not",
      annotated("expires=2026-12-31; owner=a; reason=b", "rampart.dev/exempt-no-host-namespace"),
      /There is no policy "no-host-namespace"\. Did you mean "no-host-namespaces"\?/,
    ],
  ];
  for (const [what, resource, message] of UNREADABLE)
    it(`invalid-exemption: ${what} in an annotation exempts nothing`, () => {
      const result = run([resource]);
      assert.deepEqual(statuses(result.findings), [["web", "violation"]]);
      const [[id, told] = [], ...rest] = wrong(result);
      assert.deepEqual([id, rest], ["invalid-exemption", []]);
      assert.match(told ?? "", message);
      assert.doesNotMatch(told ?? "", /s3cr3t/);
    });

  it("unknown-exemption: a value that is known only after deployment exempts nothing before", () => {
    const result = run([annotated(UNKNOWN)]);
    assert.deepEqual(statuses(result.findings), [["web", "violation"]]);
    assert.deepEqual(
      wrong(result).map(([id]) => id),
      ["unknown-exemption"],
    );
    const allUnknown = sharingPod("web", { annotations: UNKNOWN as unknown as Record<string, string> });
    assert.deepEqual(statuses(run([allUnknown]).findings.filter(({ policy }) => policy === "no-host-namespaces")), [
      ["web", "violation"],
    ]);
  });

  it("is told in less than 300 bytes, however long place and policies are", () => {
    const longest = [...policies].sort((a, b) => b.id.length - a.id.length)[0]?.id ?? "";
    const statedAt = `${"übermäßig/".repeat(40)}exemptions.yaml:12345`;
    const many: readonly [string, ...string[]] = [longest, ...policies.map(({ id }) => id)];
    const variants = [{}, { reason: "", owner: "" }, { match: {} }, { expires: "2026-01-01" }];
    const rules = { maximumDays: { critical: 1, high: 1, medium: 1, low: 1 }, neverExempt: new Set([longest]) };
    const messages = variants.flatMap((changes) => {
      const stated = [exemption({ policies: many, statedAt, ...changes })];
      return [...wrong(run([], stated, rules)), ...wrong(run([], stated))];
    });
    const annotation = annotated("x", `rampart.dev/exempt-${"ä".repeat(400)}`);
    for (const [, message] of [...messages, ...wrong(run([annotation]))])
      assert.ok(Buffer.byteLength(message) < 300, message);
    const seen = new Set(messages.map(([id]) => id));
    assert.deepEqual(
      [...seen].sort(),
      HYGIENE_RULES.map(({ id }) => id)
        .filter((id) => id !== "invalid-exemption" && id !== "unknown-exemption")
        .sort(),
    );
  });

  it("leaves room in a violation's message for the day on which its exemption ended", () => {
    const containers = Array.from({ length: 30 }, (_, index) => ({
      name: `container-with-a-long-name-${index}`,
      image: "registry.example/a:1",
      securityContext: { privileged: true },
    }));
    const ended = exemption({ policies: ["no-privileged-containers"], expires: "2026-06-14" });
    const { findings } = run([sharingPod("web", { spec: { containers } })], [ended]);
    const { message = "" } = findings.find(({ policy }) => policy === "no-privileged-containers") ?? {};
    assert.match(message, /It was exempt until 2026-06-14\. Fix: remove securityContext\.privileged\.$/);
    assert.ok(Buffer.byteLength(message) < 300, message);
  });
});

describe("a match that is narrow enough", () => {
  const NARROW: readonly ExemptionMatch[] = [
    { name: "a" },
    { name: "web*" },
    { name: "*-agent-*", type: "*" },
    { namespace: "shop" },
    { namespace: "shop", name: "*" },
    { urn: "urn:pulumi:*::web" },
    { urn: "*::web-*", namespace: "*" },
  ];
  const BROAD: readonly ExemptionMatch[] = [
    {},
    { name: "*" },
    { name: "**" },
    { name: "w*" },
    { name: "*-*" },
    { name: "a*b*c*" },
    { namespace: "*" },
    { namespace: "team-*" },
    { type: "kubernetes:apps/v1:Deployment" },
    { type: "*", namespace: "*", name: "*", urn: "*" },
    { urn: "*" },
    { urn: "*web*" },
    { urn: "urn:pulumi:prod::shop::kubernetes:apps/v1:Deployment::*" },
  ];
  for (const match of NARROW) it(`is ${JSON.stringify(match)}`, () => assert.ok(isNarrow(match)));
  for (const match of BROAD) it(`is not ${JSON.stringify(match)}`, () => assert.ok(!isNarrow(match)));
});

describe("a pattern", () => {
  it("matches what the regular expression with .* for each * matches", () => {
    const texts = fc.string({ unit: fc.constantFrom("a", "b", "-", "*", "."), maxLength: 8 });
    fc.assert(
      fc.property(texts, texts, (pattern, name) => {
        const expression = pattern
          .split("*")
          .map((piece) => piece.replaceAll(".", "\\."))
          .join(".*");
        const facts = { urn: "", type: "", names: [name], namespace: undefined, parent: undefined };
        assert.equal(matches({ name: pattern }, facts), new RegExp(`^${expression}$`).test(name));
      }),
    );
  });
});

describe("keys of exempting annotations", () => {
  it("are keys that Kubernetes takes, for every policy", () => {
    for (const { id } of policies) {
      const [prefix, name = ""] = `rampart.dev/exempt-${id}`.split("/");
      assert.equal(prefix, "rampart.dev");
      assert.match(name, /^[A-Za-z0-9][-A-Za-z0-9_.]{0,61}[A-Za-z0-9]$/);
    }
  });
});
