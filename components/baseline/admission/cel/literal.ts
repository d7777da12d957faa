/** A value as CEL writes it. Texts of JSON are texts of CEL. */
export function literal(value: string | readonly string[] | Readonly<Record<string, string>>): string {
  return JSON.stringify(value);
}
