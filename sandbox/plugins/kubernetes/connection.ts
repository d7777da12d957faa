import { readFileSync } from "node:fs";
import type { OutgoingHttpHeaders } from "node:http";
import { Agent, type RequestOptions, request } from "node:https";
import { resolve } from "node:path";
import { KubeConfig } from "@kubernetes/client-node";
import type { Json, JsonMap } from "../provider/values.js";

/** The API server's own words about a request it did not accept (meta/v1 Status). */
export class ApiError extends Error {
  override readonly name = "ApiError";
  constructor(
    readonly status: number,
    readonly reason: string,
    message: string,
    /** Texts of the Warning headers, which a refusal may bear as well. */
    readonly warnings: readonly string[] = [],
  ) {
    super(message);
  }
}

export interface Answer {
  readonly body: JsonMap;
  /** Texts of the Warning headers, for example of Pod Security. */
  readonly warnings: readonly string[];
}

export interface ConnectionArgs {
  /** Content or path of a kubeconfig. @default the files of KUBECONFIG, as kubectl reads them */
  readonly kubeconfig?: string;
  readonly context?: string;
  readonly cluster?: string;
}

const REQUEST_LIMIT_MS = 60_000;
/** Codes of a connection that could not be made: nothing was asked, so asking again is safe. */
const UNREACHABLE = new Set(["ECONNREFUSED", "ENOTFOUND", "EHOSTUNREACH", "ETIMEDOUT", "ECONNRESET"]);

/** @throws Error when it cannot be read. */
export function loadConfig({ kubeconfig, context, cluster }: ConnectionArgs): KubeConfig {
  const config = new KubeConfig();
  if (kubeconfig === undefined) config.loadFromDefault();
  else if (/^\s*[{]|^\s*apiVersion:|\n/.test(kubeconfig)) config.loadFromString(kubeconfig);
  else config.loadFromString(readFileSync(resolve(kubeconfig), "utf8"));
  if (context !== undefined) config.setCurrentContext(context);
  if (cluster !== undefined) {
    const current = config.getContextObject(config.getCurrentContext());
    if (current) Object.assign(current, { cluster });
  }
  return config;
}

/** Requests to one API server as one identity. */
export class Connection {
  private constructor(
    /** Origin and path prefix of the API server. */
    readonly server: string,
    /** Namespace of the kubeconfig's context. */
    readonly namespace: string | undefined,
    private readonly config: KubeConfig,
    private readonly agent: Agent,
  ) {}

  /** @throws Error when the kubeconfig cannot be read or names no cluster. */
  static async open(args: ConnectionArgs): Promise<Connection> {
    const config = loadConfig(args);
    const cluster = config.getCurrentCluster();
    if (!cluster) throw new Error(`the kubeconfig has no cluster for its context "${config.getCurrentContext()}"`);
    const options: RequestOptions = {};
    await config.applyToHTTPSOptions(options);
    const { ca, cert, key, rejectUnauthorized } = options;
    const agent = new Agent({ keepAlive: true, ca, cert, key, rejectUnauthorized });
    return new Connection(
      cluster.server,
      config.getContextObject(config.getCurrentContext())?.namespace,
      config,
      agent,
    );
  }

  /** @throws ApiError when the server does not accept the request; an Error of its own when it cannot be reached. */
  async send(
    method: string,
    path: string,
    body?: Json,
    contentType = "application/json",
    accept = "application/json",
  ): Promise<Answer> {
    // Asked anew each time: tokens of exec plugins expire.
    const options: RequestOptions = {};
    await this.config.applyToHTTPSOptions(options);
    const { status, text, warnings } = await this.exchange(
      method,
      path,
      body,
      { ...(options.headers as OutgoingHttpHeaders | undefined), "content-type": contentType, accept },
      options.auth,
    );
    const parsed = parse(text);
    if (status < 400) return { body: parsed, warnings };
    const message = typeof parsed.message === "string" ? parsed.message : text.trim() || `status ${status}`;
    throw new ApiError(status, String(parsed.reason ?? ""), message, warnings);
  }

  close(): void {
    this.agent.destroy();
  }

  private exchange(
    method: string,
    path: string,
    body: Json | undefined,
    headers: OutgoingHttpHeaders,
    auth: string | null | undefined,
  ): Promise<{ status: number; text: string; warnings: readonly string[] }> {
    const url = new URL(this.server.replace(/\/$/, "") + path);
    return new Promise((done, failed) => {
      const outgoing = request(
        url,
        { method, agent: this.agent, headers, auth, timeout: REQUEST_LIMIT_MS },
        (incoming) => {
          const chunks: Buffer[] = [];
          incoming.on("data", (chunk: Buffer) => chunks.push(chunk));
          incoming.on("error", failed);
          incoming.on("end", () =>
            done({
              status: incoming.statusCode ?? 0,
              text: Buffer.concat(chunks).toString("utf8"),
              warnings: warningTexts(incoming.headersDistinct.warning ?? []),
            }),
          );
        },
      );
      outgoing.on("timeout", () => outgoing.destroy(new Error(`no answer within ${REQUEST_LIMIT_MS / 1000} s`)));
      outgoing.on("error", (error: NodeJS.ErrnoException) =>
        failed(
          UNREACHABLE.has(error.code ?? "")
            ? new Error(`configured Kubernetes cluster is unreachable: ${this.server}: ${error.message}`)
            : error,
        ),
      );
      if (body === undefined) return outgoing.end();
      const text = JSON.stringify(body);
      // Node does not frame the body of a DELETE by itself.
      outgoing.setHeader("content-length", Buffer.byteLength(text));
      outgoing.end(text);
    });
  }
}

function parse(text: string): JsonMap {
  try {
    const value = JSON.parse(text) as Json;
    return typeof value === "object" && value !== null && !Array.isArray(value) ? (value as JsonMap) : {};
  } catch {
    return {};
  }
}

/** RFC 7234 section 5.5: `299 - "text"`, several in one header or one in each. */
const warningTexts = (headers: readonly string[]): string[] =>
  headers.flatMap((header) =>
    [...header.matchAll(/\d{3} \S+ "((?:[^"\\]|\\.)*)"/g)].map(([, text = ""]) => text.replace(/\\(.)/g, "$1")),
  );
