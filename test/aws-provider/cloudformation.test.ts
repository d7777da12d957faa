import assert from "node:assert/strict";
import { loadAwsServiceSpecSync } from "@aws-cdk/aws-service-spec";
import { TABLES } from "../support/aws-provider/tables/index.js";
import { DIFFERENCES, ONLY_CLOUDFORMATION, RENAMED } from "./cloudformation-differences.js";

const database = loadAwsServiceSpecSync();

/** Whether CloudFormation replaces a resource for a change of each property. */
function registered(type: string): Readonly<Record<string, boolean>> {
  const resource = database.lookup("resource", "cloudFormationType", "equals", type).only();
  return Object.fromEntries(
    Object.entries(resource.properties).map(([name, { causesReplacement }]) => [name, causesReplacement === "yes"]),
  );
}

const pascal = (name: string): string => name.charAt(0).toUpperCase() + name.slice(1);

describe("fake AWS provider: its tables and CloudFormation's registry", () => {
  const found = new Set<string>();
  for (const [token, { cloudFormation, required, optional, replaces }] of Object.entries(TABLES)) {
    if (cloudFormation === undefined) continue;
    it(`${token} is replaced for what replaces ${cloudFormation}`, () => {
      const properties = registered(cloudFormation);
      for (const property of [...required, ...optional]) {
        const name = RENAMED[cloudFormation]?.[property] ?? pascal(property);
        const theirs = properties[name];
        if (theirs === undefined) continue;
        const key = `${token} ${property}`;
        if (theirs !== replaces.includes(property)) {
          found.add(key);
          assert.ok(key in DIFFERENCES, `${key}: CloudFormation ${theirs ? "replaces" : "does not replace"}`);
        }
      }
    });
  }

  it("lists no difference that there is not", () =>
    assert.deepEqual(
      Object.keys(DIFFERENCES).filter((key) => !found.has(key)),
      [],
    ));

  it("leaves out no property by which CloudFormation replaces", () => {
    const missing = new Set<string>();
    for (const { cloudFormation, required, optional } of Object.values(TABLES)) {
      if (cloudFormation === undefined) continue;
      const names = new Set(
        [...required, ...optional].map((property) => RENAMED[cloudFormation]?.[property] ?? pascal(property)),
      );
      for (const [name, replaced] of Object.entries(registered(cloudFormation)))
        if (replaced && !names.has(name)) missing.add(`${cloudFormation} ${name}`);
    }
    assert.deepEqual([...missing].sort(), [...ONLY_CLOUDFORMATION].sort());
  });
});
