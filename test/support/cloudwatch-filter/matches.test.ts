import assert from "node:assert/strict";
import { matches } from "./matches.js";
import { parsePattern } from "./pattern.js";

/** The two events that the CloudWatch Logs user guide shows its patterns on, with fields of our own for the rest. */
const FIRST = {
  eventType: "UpdateTrail",
  sourceIPAddress: "111.111.111.111",
  arrayKey: ["value", "another value"],
  objectList: [
    { name: "a", id: 1 },
    { name: "b", id: 2 },
  ],
  SomeObject: null,
  "cluster.name": "c",
  flag: true,
  empty: "",
  count: 123,
  quote: 'an "error"',
  nested: { "with.dot": { deep: 1 } },
};
const SECOND = {
  user: { id: 1, email: "John.Stiles@example.com" },
  users: [
    { id: 2, email: "John.Doe@example.com" },
    { id: 3, email: "Jane.Doe@example.com" },
  ],
  actions: ["GET", "PUT", "DELETE"],
  coordinates: [
    [0, 1, 2],
    [4, 5, 6],
    [7, 8, 9],
  ],
};

/** Verdicts that the guide states. */
const OF_THE_GUIDE: readonly (readonly [pattern: string, event: unknown, verdict: boolean])[] = [
  ['{ $.eventType = "UpdateTrail" }', FIRST, true],
  ["{ $.sourceIPAddress != 123.123.* }", FIRST, true],
  ['{ $.arrayKey[0] = "value" }', FIRST, true],
  ["{ $.objectList[1].id = 2 }", FIRST, true],
  ["{ $.eventType = %Trail% }", FIRST, true],
  ["{ $.arrayKey[*] = %val.{2}% }", FIRST, true],
  ["{ $.* = %111\\.111\\.111\\.1[0-9]{1,2}% }", FIRST, true],
  ["{ $.['cluster.name'] = \"c\" }", FIRST, true],
  ["{ $.SomeObject IS NULL }", FIRST, true],
  ["{ $.SomeOtherObject NOT EXISTS }", FIRST, true],
  ['{ ($.user.id = 1) && ($.users[0].email = "John.Doe@example.com") }', SECOND, true],
  [
    '{ $.user.email = "John.Stiles@example.com" || $.coordinates[0][1] = "nonmatch" && $.actions[2] = "nonmatch" }',
    SECOND,
    true,
  ],
  [
    '{ ($.user.email = "John.Stiles@example.com" || $.coordinates[0][1] = "nonmatch") && $.actions[2] = "nonmatch" }',
    SECOND,
    false,
  ],
  ['{ ($.user.id = 2 && $.users[0].email = "nonmatch") || $.actions[2] = "GET" }', SECOND, false],
];

/** Verdicts that follow from it, of which each is the other side of one above or a rule stated beside it. */
const FOLLOWING: readonly (readonly [pattern: string, event: unknown, verdict: boolean | undefined])[] = [
  ['{ $.eventType = "updatetrail" }', FIRST, false],
  ['{ $.eventType = "Update*" }', FIRST, true],
  ['{ $.eventType = "*Trail" }', FIRST, true],
  ['{ $.eventType = "*dateT*" }', FIRST, true],
  ['{ $.eventType = "*" }', FIRST, true],
  ['{ $.empty = "*" }', FIRST, true],
  ['{ $.missing = "*" }', FIRST, false],
  ['{ $.eventType != "Update*" }', FIRST, false],
  ["{ $.count >= 123 && $.count <= 123 && $.count > 122.9 && $.count < 124 }", FIRST, true],
  ["{ $.count < 123 }", FIRST, false],
  ["{ $.missing < 123 }", FIRST, false],
  ["{ $.eventType > 1 }", FIRST, false],
  ['{ $.count = "12*" }', FIRST, true],
  ["{ $.flag IS TRUE }", FIRST, true],
  ["{ $.flag IS FALSE }", FIRST, false],
  ["{ $.missing IS TRUE }", FIRST, false],
  ["{ $.SomeObject NOT EXISTS }", FIRST, false],
  ["{ $.arrayKey[2] NOT EXISTS }", FIRST, true],
  ['{ $.quote = "an \\"error\\"" }', FIRST, true],
  ["{ $.nested.['with.dot'].deep = 1 }", FIRST, true],
  ["{ $.coordinates[1][2] = 6 }", SECOND, true],
  // What the guide leaves open, and where that does not matter.
  ['{ $.missing != "a" }', FIRST, undefined],
  ['{ $.nested != "a" }', FIRST, undefined],
  ['{ ($.missing != "a") && ($.eventType = "other") }', FIRST, false],
  ['{ ($.missing != "a") || ($.eventType = "UpdateTrail") }', FIRST, true],
  ['{ ($.missing = "*") && ($.missing != "a") }', FIRST, false],
];

const REFUSED: readonly string[] = [
  "",
  "ERROR",
  ' { $.a = "b" }',
  '{ $.a = "b" ',
  '{ $.a = "b" } more',
  "{ }",
  "{ $ = 1 }",
  "{ $.a IS NOT NULL }",
  "{ $.a EXISTS }",
  '{ $.a > "1" }',
  "{ $.a > word }",
  '{ $.a == "b" && }',
  '{ $.a = "b*c" }',
  "{ $.a = %(b)% }",
  "{ $.a = %b!% }",
  '{ $.*.b[*] = "c" }',
  "{ $.a = %b% || $.a = %c% || $.a = %d% }",
  '{ ($.a = "b" }',
  `{ $.a = "${"b".repeat(1024)}" }`,
];

describe("our reading of CloudWatch's filter patterns", () => {
  it("gives every verdict that the user guide states", () => {
    for (const [pattern, event, verdict] of OF_THE_GUIDE) assert.equal(matches(pattern, event), verdict, pattern);
  });

  it("gives those that follow, and none where the guide leaves it open", () => {
    for (const [pattern, event, verdict] of FOLLOWING) assert.equal(matches(pattern, event), verdict, pattern);
  });

  it("refuses what the guide does not describe, and what is above the service's limits", () => {
    for (const pattern of REFUSED) assert.throws(() => parsePattern(pattern), SyntaxError, pattern);
  });
});
