import { readdirSync, readFileSync } from "node:fs";

/** Memory of a process and all its descendants in MB, each shared page counted once in all (PSS). Linux only. */
export function treeMemory(root: number): number {
  const children = new Map<number, number[]>();
  for (const entry of readdirSync("/proc")) {
    if (!/^\d+$/.test(entry)) continue;
    const parent = parentOf(entry);
    if (parent !== undefined) children.set(parent, [...(children.get(parent) ?? []), Number(entry)]);
  }
  let kilobytes = 0;
  const open = [root];
  for (let pid = open.pop(); pid !== undefined; pid = open.pop()) {
    kilobytes += proportionalSize(pid);
    open.push(...(children.get(pid) ?? []));
  }
  return kilobytes / 1024;
}

function parentOf(pid: string): number | undefined {
  const text = read(`/proc/${pid}/stat`);
  // The command's name stands in parentheses and may hold anything.
  const [, parent] = text?.slice(text.lastIndexOf(")") + 2).split(" ") ?? [];
  return parent === undefined ? undefined : Number(parent);
}

const proportionalSize = (pid: number): number =>
  Number(/^Pss:\s+(\d+) kB$/m.exec(read(`/proc/${pid}/smaps_rollup`) ?? "")?.[1] ?? 0);

/** `undefined` where the process has ended meanwhile. */
function read(path: string): string | undefined {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return undefined;
  }
}
