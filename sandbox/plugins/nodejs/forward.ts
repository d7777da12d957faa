import type { Readable } from "node:stream";

/** The engine's end of a streaming call. */
export interface ResponseStream<Message> {
  write(message: Message): boolean;
  on(event: "cancelled" | "drain", listener: () => void): unknown;
}

/** Passes an output of a process on, as fast as the engine takes it. */
export function forward<Message>(
  output: Readable | null,
  stream: ResponseStream<Message>,
  toMessage: (chunk: Buffer) => Message,
): void {
  output?.on("data", (chunk: Buffer) => {
    if (!stream.write(toMessage(chunk))) output.pause();
  });
  stream.on("drain", () => output?.resume());
}
