import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { CONSTRUCTORS } from "../../plugin/constructors.js";
import { policies } from "../../policy-pack/policies/index.js";
import { REPOSITORY } from "../support/command.js";
import { EXAMPLES } from "./examples.js";
import { changesBetween, lastRelease, type Release, thisRelease, unnamed } from "./release.js";

const CHANGELOG = readFileSync(join(REPOSITORY, "CHANGELOG.md"), "utf8");

describe("what users of a release build on", function () {
  this.timeout(60_000);
  let now: Release;
  before(async () => {
    now = await thisRelease();
  });

  it("is shown by an example of every component", () => {
    const shown = new Set(Object.values(EXAMPLES).map(({ component }) => component));
    assert.deepEqual([...shown].sort(), Object.keys(CONSTRUCTORS));
    for (const [name, children] of Object.entries(now.children)) assert.ok(children.length > 0, name);
  });

  it("changes with an entry in the changelog only", () => {
    assert.deepEqual(unnamed(changesBetween(lastRelease(), now), CHANGELOG), []);
  });

  it("has every id that a policy ever had", () => {
    const ids = policies.map(({ id }) => id);
    assert.deepEqual(
      lastRelease().policies.filter((id) => !ids.includes(id)),
      [],
    );
  });

  describe("is compared so that", () => {
    const released: Release = {
      children: { shop: ["rampart:index:HardenedNamespace$kubernetes:core/v1:ResourceQuota::shop-quota"] },
      inputs: { "HardenedNamespace.adopt": "optional boolean plain = false" },
      policies: [],
    };
    const changed = (more: Partial<Release>) => changesBetween(released, { ...released, ...more });

    it("a renamed child, a changed default and a changed input want an entry", () => {
      const children = { shop: ["rampart:index:HardenedNamespace$kubernetes:core/v1:ResourceQuota::shop-sums"] };
      assert.deepEqual(
        changed({ children }).map(({ names }) => names),
        [
          ["HardenedNamespace", "shop-quota"],
          ["HardenedNamespace", "shop-sums"],
        ],
      );
      for (const inputs of [
        { "HardenedNamespace.adopt": "optional boolean plain = true" },
        { "HardenedNamespace.adopt": "required boolean plain" },
        {},
      ])
        assert.deepEqual(
          changed({ inputs } as Partial<Release>).map(({ names }) => names),
          [["HardenedNamespace", "adopt"]],
        );
    });

    it("a component that is new wants none", () => {
      assert.deepEqual(changed({ inputs: { ...released.inputs, "Other.name": "required string" } }), []);
    });

    it("an entry names component and input under Unreleased", () => {
      const changes = changed({ inputs: {} });
      const entry = "- The input `adopt` of\n  `HardenedNamespace` is gone.\n";
      assert.deepEqual(unnamed(changes, `# Changelog\n\n## Unreleased\n\n${entry}`), []);
      for (const text of [
        `## Unreleased\n\n## 0.1.0\n\n${entry}`,
        "## Unreleased\n\n- `adopt`\n- `HardenedNamespace`\n",
        "## Unreleased\n\n- `HardenedNamespace`: `adopted`\n",
        "",
      ])
        assert.deepEqual(unnamed(changes, text), changes, text);
    });
  });
});
