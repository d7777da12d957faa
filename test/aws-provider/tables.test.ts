import assert from "node:assert/strict";
import { TABLES } from "../support/aws-provider/tables/index.js";
import { declaredResource, isDeclared } from "./declared-types.js";

/** Paths that a table names, beside whole properties. */
const pathsOf = (table: (typeof TABLES)[string]): string[] => [
  ...table.replaces,
  ...Object.keys(table.replacesWhen ?? {}),
  ...(table.keeps ?? []),
  ...(table.sets ?? []),
  ...(table.documents ?? []),
  ...Object.keys(table.defaults ?? {}),
  ...Object.keys(table.rules ?? {}),
  ...(table.conflicts ?? []).flat(),
  ...(table.oneOf ?? []).flat(),
  ...Object.keys(table.refers ?? {}),
  ...(table.unique ?? []).flat(),
];

describe("fake AWS provider: its tables and the types of @pulumi/aws", () => {
  for (const [token, table] of Object.entries(TABLES))
    it(token, () => {
      const declared = declaredResource(token);
      assert.deepEqual([...table.required].sort(), [...declared.required].sort(), "required inputs");
      assert.deepEqual([...table.optional].sort(), [...declared.optional].sort(), "optional inputs");
      const outputs = [...declared.required, ...declared.optional, ...Object.keys(table.computed)];
      for (const output of declared.outputs) assert.ok(outputs.includes(output), `output ${output} is not computed`);
      for (const path of Object.keys(table.computed))
        assert.ok(path.includes(".") || declared.outputs.includes(path), `${path} is no output`);
      for (const path of pathsOf(table)) assert.ok(isDeclared(declared, path), `${path} is no input`);
    });
});
