// Builds everything a clone needs: type-checked JavaScript in dist/, and the bundles that must start fast.
import { spawnSync } from "node:child_process";
import { existsSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import { build } from "esbuild";

const require = createRequire(import.meta.url);

// A file deleted from the sources must not live on as a compiled test or command.
rmSync("dist", { recursive: true, force: true });
const tsc = spawnSync(process.execPath, [require.resolve("typescript/bin/tsc")], { stdio: "inherit" });
if (tsc.status !== 0) process.exit(tsc.status ?? 1);

/** One CommonJS file, started by Node without walking a tree of modules; `external` stays in node_modules. */
const bundle = (entry, outfile, external) =>
  existsSync(entry) &&
  build({
    entryPoints: [entry],
    outfile,
    bundle: true,
    platform: "node",
    format: "cjs",
    target: "node20",
    external,
    // One copy, whether it is imported or required.
    alias: external.includes("js-yaml") ? {} : { "js-yaml": require.resolve("js-yaml") },
    logLevel: "warning",
  });

await Promise.all([
  bundle("policy-pack/index.ts", "policy-pack/bin/index.js", ["@pulumi/*"]),
  // The CommonJS build of js-yaml is three times as fast as the one that esbuild would take.
  bundle("cli/check/index.ts", "dist/cli/check/index.js", ["js-yaml", "../sources/program/index.js"]),
  bundle("sandbox/plugins/kubernetes/main.ts", "dist/plugins/pulumi-resource-kubernetes.js", ["@pulumi/kubernetes"]),
  // For tests only: it lies outside of what the package ships.
  bundle("test/support/aws-provider/main.ts", "dist/test/support/aws-provider/pulumi-resource-aws.js", []),
  bundle("sandbox/plugins/nodejs/main.ts", "dist/plugins/pulumi-language-nodejs.js", []),
]);
