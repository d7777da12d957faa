import assert from "node:assert/strict";
import { checkSchedule } from "../../../components/baseline/workload/schedule.js";

describe("the schedule of a CronJob", () => {
  for (const schedule of ["15 3 * * *", "*/5 0-6,22 1 jan-MAR mon", "0 0 ? * 0-6/2", "5/15 * * * *", "@hourly"])
    it(`takes ${schedule}`, () => {
      assert.equal(checkSchedule(schedule), schedule);
    });

  for (const [schedule, message] of [
    ["", "must have five fields"],
    ["* * * *", "must have five fields"],
    ["0 15 3 * * *", "must have five fields"],
    ["@every 5m", "must have five fields"],
    ["TZ=Europe/Berlin 15 3 * * *", "must have five fields"],
    ["60 * * * *", 'must have a minute from 0 to 59, a range, a step or "*", got "60"'],
    ["* 24 * * *", "must have a hour from 0 to 23"],
    ["* * 0 * *", "must have a day of month from 1 to 31"],
    ["* * * foo *", "must have a month from 1 to 12"],
    ["* * * * 7", "must have a day of week from 0 to 6"],
    ["9-5 * * * *", "must have a minute"],
    ["*/0 * * * *", "must have a minute"],
    ["1,,2 * * * *", "must have a minute"],
  ] as const)
    it(`refuses ${JSON.stringify(schedule)}`, () => {
      assert.throws(
        () => checkSchedule(schedule),
        (error: Error) => error.message.startsWith(`schedule: ${message}`),
      );
    });
});
