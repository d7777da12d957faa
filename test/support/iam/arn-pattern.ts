const PARTS = 6;

/** What is wrong with an ARN in a policy, which may have wildcards; `undefined` where nothing is. */
export function arnFault(text: string): string | undefined {
  const parts = partsOf(text);
  if (parts === undefined) return "is no ARN (arn:partition:service:region:account:resource)";
  const [, partition = "", service = "", region = "", account = "", resource = ""] = parts;
  if (!/^(?:aws(?:-[a-z]+)*|\*)$/.test(partition)) return `has no partition such as "aws", but "${partition}"`;
  if (!/^[a-z0-9*-]+$/.test(service)) return `has no service such as "s3", but "${service}"`;
  if (!/^(?:[a-z]{2,}(?:-[a-z]+)+-\d|[a-z0-9*?-]*\*[a-z0-9*?-]*|)$/.test(region))
    return `has no region such as "eu-central-1", but "${region}"`;
  if (!/^(?:\d{12}|aws|[\d*?]*\*[\d*?]*|)$/.test(account)) return `has no account of twelve digits, but "${account}"`;
  return resource === "" ? "names no resource" : undefined;
}

/** Whether an ARN of a policy and a format such as `arn:aws:s3:::bucket` with its parts in braces can mean the same thing. */
export function fitsFormat(text: string, format: string): boolean {
  if (text === "*") return true;
  const arn = partsOf(text);
  const parts = partsOf(format);
  if (arn === undefined || parts === undefined) return false;
  // The name of a bucket ends at the slash; other names may have one, or stand for what is below them.
  const isBucket = parts[2] === "s3" && !format.includes("/");
  if (isBucket && arn[5]?.includes("/")) return false;
  return parts.every((part, index) => overlap(arn[index] ?? "", part));
}

/** Of six parts; policy variables, in which there are colons, are wildcards. */
function partsOf(text: string): string[] | undefined {
  const parts = text.replaceAll(/\$\{[^}]*\}/g, "*").split(":");
  if (parts.length < PARTS || parts[0] !== "arn") return undefined;
  return [...parts.slice(0, PARTS - 1), parts.slice(PARTS - 1).join(":")];
}

/** Whether some text fits both patterns of `*` and `?`. */
export function overlap(a: string, b: string): boolean {
  const known = new Map<number, boolean>();
  const from = (i: number, j: number): boolean => {
    if (i === a.length && j === b.length) return true;
    const key = i * (b.length + 1) + j;
    const before = known.get(key);
    if (before !== undefined) return before;
    const result =
      (a[i] === "*" && (from(i + 1, j) || (j < b.length && from(i, j + 1)))) ||
      (b[j] === "*" && (from(i, j + 1) || (i < a.length && from(i + 1, j)))) ||
      (i < a.length && j < b.length && (a[i] === b[j] || a[i] === "?" || b[j] === "?") && from(i + 1, j + 1));
    known.set(key, result);
    return result;
  };
  return from(0, 0);
}
