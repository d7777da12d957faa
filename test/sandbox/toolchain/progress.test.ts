import assert from "node:assert/strict";
import { FAMILIES } from "../../../sandbox/toolchain/catalogue.js";
import { BAR_COLUMNS, type BuildState, describeState, plainProgress } from "../../../sandbox/toolchain/progress.js";

const state = (change: Partial<BuildState> = {}): BuildState => ({
  phase: "compiling",
  step: 1,
  steps: FAMILIES.length,
  family: "pulumi",
  done: 10,
  total: 1200,
  secondsLeft: 200,
  ...change,
});

describe("toolchain: progress", () => {
  it("names the step and the time left, within 80 columns with a bar in front", () => {
    assert.equal(describeState(state()), "[1/4] pulumi: compiling 10/1200, about 3 min left");
    for (const { name: family } of FAMILIES)
      for (const phase of ["downloading modules", "compiling", "linking", "trying them out"])
        for (const secondsLeft of [0, 59, 100, 6000])
          assert.ok(
            describeState(state({ family, phase, secondsLeft, done: 9999, total: 9999 })).length + 1 + BAR_COLUMNS <=
              80,
          );
  });

  it("writes a line at a new phase, and otherwise every 15 s at most", () => {
    const lines: string[] = [];
    let now = 0;
    const progress = plainProgress(
      (line) => lines.push(line),
      () => now,
    );
    for (; now < 30_000; now += 1000) progress.update(state({ done: now / 1000 }));
    assert.equal(lines.length, 2);
    progress.update(state({ phase: "linking" }));
    progress.update(state({ phase: "linking" }));
    assert.equal(lines.length, 3);
  });
});
