/** Ports of a control plane, of nodes and of their administration: nothing that the internet has to reach. */
export const GUARDED_PORTS: readonly (readonly [first: number, last: number])[] = [
  [22, 22],
  [2379, 2380],
  [3389, 3389],
  [6443, 6443],
  [10_250, 10_250],
  [10_255, 10_259],
  [30_000, 32_767],
];

/** `22, 2379-2380` for those that the range has, at most so many. */
export function guardedPortsIn([first, last]: readonly [number, number], shown = 4): string {
  const hit = GUARDED_PORTS.filter(([from, to]) => first <= to && from <= last).map(([from, to]) =>
    from === to ? `${from}` : `${from}-${to}`,
  );
  const rest = hit.length > shown ? ` and ${hit.length - shown} more` : "";
  return hit.slice(0, shown).join(", ") + rest;
}
