import { Agent, request } from "node:https";
import type { KeyPair } from "./pki.js";

export interface Response {
  readonly status: number;
  readonly headers: NodeJS.Dict<string | string[]>;
  readonly text: string;
}

/** Requests over mutual TLS to one server of the sandbox. */
export class HttpsClient {
  private readonly agent: Agent;

  /**
   * @param server origin, for example `https://127.0.0.1:6443`
   * @param authority PEM of the only authority whose servers are trusted
   * @param client identity to show; without it requests are anonymous
   * @param headers sent with every request, such as a token, or a user to impersonate
   */
  constructor(
    readonly server: string,
    authority: string,
    client?: KeyPair,
    private readonly headers: Readonly<Record<string, string>> = {},
  ) {
    this.agent = new Agent({
      keepAlive: true,
      ca: authority,
      ...(client ? { cert: client.certificate, key: client.privateKey } : {}),
    });
  }

  /** Sends one request; an answer with any status is an answer, only a broken connection is an error. */
  send(method: string, path: string, body?: unknown, contentType = "application/json"): Promise<Response> {
    return new Promise((resolve, reject) => {
      const content = body === undefined ? undefined : JSON.stringify(body);
      // Node would send the body of a DELETE without its length, and the server take it for the next request.
      const own =
        content === undefined ? {} : { "content-type": contentType, "content-length": Buffer.byteLength(content) };
      const outgoing = request(
        new URL(path, this.server),
        {
          method,
          agent: this.agent,
          headers: { ...this.headers, ...own },
          timeout: 10_000,
        },
        (incoming) => {
          let text = "";
          incoming.setEncoding("utf8").on("data", (chunk: string) => {
            text += chunk;
          });
          incoming
            .on("error", reject)
            .on("end", () => resolve({ status: incoming.statusCode ?? 0, headers: incoming.headers, text }));
        },
      );
      outgoing
        .on("error", reject)
        .on("timeout", () => outgoing.destroy(new Error(`${method} ${path}: no answer in 10 s`)));
      outgoing.end(content);
    });
  }

  /** Sends one request and parses its answer. @throws Error with the server's own message for a status of 400 and above. */
  async json<T>(method: string, path: string, body?: unknown, contentType?: string): Promise<T> {
    const { status, text } = await this.send(method, path, body, contentType);
    if (status >= 400) throw new Error(`${method} ${path}: ${status} ${messageOf(text)}`);
    return JSON.parse(text) as T;
  }

  close(): void {
    this.agent.destroy();
  }
}

/** The `message` of a Kubernetes Status, or the text itself. */
function messageOf(text: string): string {
  try {
    const { message } = JSON.parse(text) as { message?: unknown };
    return typeof message === "string" ? message : text;
  } catch {
    return text;
  }
}
