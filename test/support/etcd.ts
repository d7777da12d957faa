import type { Cluster } from "../../sandbox/cluster.js";

const encoded = (text: string): string => Buffer.from(text).toString("base64");

/** What etcd itself holds under all keys that begin with `prefix`, byte by byte, by key. */
export async function stored(
  { etcd }: Pick<Cluster, "etcd">,
  prefix: string,
): Promise<Readonly<Record<string, Buffer>>> {
  const end = prefix.slice(0, -1) + String.fromCharCode(prefix.charCodeAt(prefix.length - 1) + 1);
  const { kvs = [] } = await etcd.json<{ kvs?: { key: string; value: string }[] }>("POST", "/v3/kv/range", {
    key: encoded(prefix),
    range_end: encoded(end),
  });
  return Object.fromEntries(
    kvs.map(({ key, value }) => [Buffer.from(key, "base64").toString(), Buffer.from(value, "base64")]),
  );
}

/** Provider and key by which a value is encrypted, such as `secretbox:v1:one`; `plain text` where it is not. */
export function encryptionOf(value: Buffer): string {
  const found = /^k8s:enc:([a-z]+:v\d+:[^:]+):/.exec(value.subarray(0, 200).toString("latin1"));
  return found?.[1] ?? "plain text";
}

/** How many values of each kind of encryption there are under a prefix. */
export async function encryptionsBelow(
  cluster: Pick<Cluster, "etcd">,
  prefix: string,
): Promise<Readonly<Record<string, number>>> {
  const counts: Record<string, number> = {};
  for (const value of Object.values(await stored(cluster, prefix))) {
    const encryption = encryptionOf(value);
    counts[encryption] = (counts[encryption] ?? 0) + 1;
  }
  return counts;
}
