import { readSync } from "node:fs";
import { StringDecoder } from "node:string_decoder";

const CHUNK = 1 << 20;

/** The lines of an open file, one after the other, however long the file is; without their ends. */
export function* linesOf(descriptor: number): Generator<string> {
  const chunk = Buffer.allocUnsafe(CHUNK);
  const decoder = new StringDecoder("utf8");
  let rest = "";
  for (let size = readSync(descriptor, chunk); size > 0; size = readSync(descriptor, chunk)) {
    const parts = `${rest}${decoder.write(chunk.subarray(0, size))}`.split("\n");
    rest = parts.pop() ?? "";
    yield* parts;
  }
  rest += decoder.end();
  if (rest !== "") yield rest;
}
