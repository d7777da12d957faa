/** A value as CEL writes it: what JSON writes is CEL as well. */
export function literal(value: Literal): string {
  return JSON.stringify(value);
}

export type Literal = string | number | boolean | readonly string[] | Readonly<Record<string, string>>;
