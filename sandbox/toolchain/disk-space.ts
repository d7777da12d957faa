import { statSync } from "node:fs";
import { statfs } from "node:fs/promises";
import { dirname } from "node:path";
import { ToolchainError } from "./program.js";

/** Something that a build will write. */
export interface SpaceNeed {
  readonly folder: string;
  readonly megabytes: number;
  /** The environment variable that moves it. */
  readonly movedBy: string;
}

const MEGABYTE = 1_000_000;

/** Free megabytes where `folder` is or will be. */
export type FreeSpace = (folder: string) => Promise<number>;

const freeSpace: FreeSpace = async (folder) => {
  const { bavail, bsize } = await statfs(folder);
  return (bavail * bsize) / MEGABYTE;
};

/**
 * Checks that everything fits, adding up what goes to one and the same disk.
 * @throws ToolchainError naming what is needed, what is free, the folders, and how to move them.
 */
export async function checkSpace(needs: readonly SpaceNeed[], free: FreeSpace = freeSpace): Promise<void> {
  const disks = new Map<number, SpaceNeed[]>();
  for (const need of needs.filter(({ megabytes }) => megabytes > 0)) {
    const disk = statSync(existing(need.folder)).dev;
    disks.set(disk, [...(disks.get(disk) ?? []), need]);
  }
  for (const together of disks.values()) {
    const needed = together.reduce((sum, { megabytes }) => sum + megabytes, 0);
    const available = await free(existing(together[0]?.folder ?? "/"));
    if (needed <= available) continue;
    const folders = together.map(({ folder, movedBy }) => `  ${folder} (moved by ${movedBy})`);
    throw new ToolchainError(
      [
        `Building the toolchain needs ${gigabytes(needed)} of disk, and ${gigabytes(Math.floor(available / 100) * 100)} are free for:`,
        ...folders,
        "Free some space, or set the variable to a folder on another disk.",
      ].join("\n"),
    );
  }
}

/** For example `2.3 GB`. */
export function gigabytes(megabytes: number): string {
  return `${(megabytes / 1000).toFixed(1)} GB`;
}

/** `folder`, or the nearest folder above it that exists. */
function existing(folder: string): string {
  try {
    statSync(folder);
    return folder;
  } catch {
    const above = dirname(folder);
    return above === folder ? folder : existing(above);
  }
}
