import { spawn } from "node:child_process";
import { join } from "node:path";
import { connect } from "node:tls";
import { version } from "@pulumi/pulumi/version";
import { pluginMode } from "../plugins/choice.js";
import { beginEntry, type CachedPrograms, finishEntry, officialEntry, readEntry } from "./cache.js";

const HOST = "get.pulumi.com";
const REACH_LIMIT_MS = 1_500;
const INSTALL_LIMIT_MS = 60_000;

/** Whether an official release may be used at all. Tests and CI reach for nothing but package registries. */
export function allowsOfficialRelease(env: NodeJS.ProcessEnv): boolean {
  return pluginMode(env) !== "own" && env.CI !== "true";
}

/** The official release in the cache; no program when it is not there. */
export function findOfficialRelease(cache: string): CachedPrograms {
  return readEntry(cache, officialEntry(version));
}

/**
 * Puts the official release that belongs to the SDK into the cache, with the SDK's own installer, within 60 s. Call it
 * with the lock held.
 * @returns no program where it cannot be had.
 */
export async function installOfficialRelease(cache: string, signal: AbortSignal): Promise<CachedPrograms> {
  if (!(await isReachable(HOST))) return {};
  const folder = beginEntry(cache, officialEntry(version));
  if (!(await install(folder, signal))) return {};
  return finishEntry(cache, officialEntry(version), folder, { pulumi: join("bin", "pulumi") }).catch(() => ({}));
}

/** Whether a TLS connection to `host` stands within 1.5 s. */
function isReachable(host: string): Promise<boolean> {
  return new Promise((done) => {
    const socket = connect({ host, port: 443, servername: host });
    const answer = (reachable: boolean): void => {
      clearTimeout(limit);
      socket.destroy();
      done(reachable);
    };
    const limit = setTimeout(answer, REACH_LIMIT_MS, false);
    socket.on("secureConnect", () => answer(true));
    socket.on("error", () => answer(false));
  });
}

/** In a process group of its own, because the SDK's installer cannot be stopped otherwise. */
function install(folder: string, signal: AbortSignal): Promise<boolean> {
  return new Promise((done) => {
    const child = spawn(process.execPath, [join(__dirname, "official-release-installer.js"), folder], {
      stdio: "ignore",
      detached: true,
    });
    const stop = (): void => {
      if (child.pid === undefined) return;
      try {
        process.kill(-child.pid, "SIGKILL");
      } catch {
        // It has ended meanwhile.
      }
    };
    const limit = setTimeout(stop, INSTALL_LIMIT_MS);
    signal.addEventListener("abort", stop);
    process.on("exit", stop);
    const finish = (ok: boolean): void => {
      clearTimeout(limit);
      signal.removeEventListener("abort", stop);
      process.removeListener("exit", stop);
      done(ok);
    };
    child.on("error", () => finish(false));
    child.on("exit", (code) => finish(code === 0));
  });
}
