import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, readFileSync, renameSync, rmSync } from "node:fs";
import { join, resolve } from "node:path";
import { promisify } from "node:util";
import { beginEntry, cacheFolder, entriesOf, removeUnfinished, writing } from "../../../sandbox/toolchain/cache.js";
import { ToolchainError } from "../../../sandbox/toolchain/index.js";
import { withLock } from "../../../sandbox/toolchain/lock.js";

const run = promisify(execFile);

/** The services whose models are kept: those whose operations `calls/` names. */
export const SERVICES = [
  "cloudwatch",
  "ec2",
  "ecr",
  "eks",
  "events",
  "firehose",
  "guardduty",
  "iam",
  "inspector2",
  "kms",
  "logs",
  "s3",
  "signer",
  "sns",
] as const;
export type Service = (typeof SERVICES)[number];

/** One pinned version with its hash: what pip fetches is what was looked at, or nothing. */
const REQUIREMENTS = resolve(__dirname, "../../../../test/oracles/botocore/requirements.txt");

/** Arguments: the folder of the wheel, the folder to fill, the services. Of a service with several versions, the newest. */
const UNPACK = `
import glob, os, sys, zipfile
source, target, *services = sys.argv[1:]
(wheel,) = glob.glob(os.path.join(source, "*.whl"))
with zipfile.ZipFile(wheel) as archive:
    for service in services:
        start, end = f"botocore/data/{service}/", "/service-2.json.gz"
        newest = max(n for n in archive.namelist() if n.startswith(start) and n.endswith(end))
        with open(os.path.join(target, f"{service}.json.gz"), "wb") as model:
            model.write(archive.read(newest))
`;

const WHEEL = "wheel";

/**
 * The folder with `<service>.json.gz` of every service: AWS's own description of its API, as botocore publishes it.
 * From the toolchain's cache, or fetched once.
 * @throws ToolchainError where there is neither the folder nor Python with pip, or pip cannot fetch it.
 */
export async function fetchedModels(env: NodeJS.ProcessEnv = process.env): Promise<string> {
  const cache = cacheFolder(env);
  const name = entryName();
  const entry = join(entriesOf(cache), name);
  if (existsSync(entry)) return entry;
  await withLock({ cache, onWait: () => {}, signal: new AbortController().signal }, async () => {
    removeUnfinished(cache);
    if (!existsSync(entry)) await fetchInto(cache, name, env);
  });
  return entry;
}

/** Changes with everything that decides what is in the folder. */
function entryName(): string {
  const requirement = readFileSync(REQUIREMENTS, "utf8");
  const version = /^botocore==(\S+)/.exec(requirement)?.[1] ?? "unpinned";
  const hash = createHash("sha256").update(requirement).update(UNPACK).update(SERVICES.join()).digest("hex");
  return `botocore-${version}-${hash.slice(0, 12)}`;
}

async function fetchInto(cache: string, name: string, env: NodeJS.ProcessEnv): Promise<void> {
  const folder = beginEntry(cache, name);
  const wheel = beginEntry(cache, WHEEL);
  const python = (...args: string[]): Promise<unknown> => run("python3", args, { env });
  try {
    await python(
      ..."-m pip download --quiet --disable-pip-version-check --no-input --no-deps".split(" "),
      ..."--only-binary :all: --require-hashes".split(" "),
      "--dest",
      wheel,
      "--requirement",
      REQUIREMENTS,
    );
    await python("-c", UNPACK, wheel, folder, ...SERVICES);
    writing(cache, () => renameSync(folder, join(entriesOf(cache), name)));
  } catch (error) {
    throw failure(error);
  } finally {
    rmSync(wheel, { recursive: true, force: true });
    rmSync(folder, { recursive: true, force: true });
  }
}

function failure(error: unknown): unknown {
  if (error instanceof ToolchainError || !(error instanceof Error)) return error;
  const { code, stderr = "" } = error as Error & { readonly code?: unknown; readonly stderr?: string };
  if (code === "ENOENT" || /No module named '?pip/.test(stderr))
    return new ToolchainError("Missing: AWS's service models. To have them fetched, install Python 3 with pip.");
  return new ToolchainError(
    `AWS's service models could not be fetched by pip:\n  ${stderr.trim().split("\n").slice(-3).join("\n  ") || error.message}`,
  );
}
