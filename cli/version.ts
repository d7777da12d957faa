import { readFileSync } from "node:fs";

/** This package's version, e.g. `0.1.0`, and where its sources are, if it says so. */
export const { version, repository } = JSON.parse(
  readFileSync(require.resolve("pulumi-rampart/package.json"), "utf8"),
) as {
  readonly version: string;
  readonly repository?: string | { readonly url: string };
};
