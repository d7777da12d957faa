import { readFileSync } from "node:fs";

/** This package's version, e.g. `0.1.0`. */
export const { version } = JSON.parse(readFileSync(require.resolve("pulumi-rampart/package.json"), "utf8")) as {
  readonly version: string;
};
