import { readFileSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { ApiError, Connection, loadConfig } from "../../sandbox/plugins/kubernetes/connection.js";
import type { Json } from "../../sandbox/plugins/provider/values.js";
import type { ApiObject } from "./objects.js";

export interface ClusterChoice {
  /** Path. @default the files of KUBECONFIG, as kubectl reads them */
  readonly kubeconfig?: string;
  /** @default the kubeconfig's current one */
  readonly context?: string;
}

/** What the API server says to a request that changes nothing. */
export interface Verdict {
  /** Absent where it would be taken. */
  readonly refusal?: { readonly status: number; readonly reason: string; readonly message: string };
  readonly warnings: readonly string[];
}

/** The server answered, and the answer is no: others may be answered otherwise. */
export class Refused extends Error {
  override readonly name = "Refused";
}

/** Objects in one answer. */
const PAGE = 500;
/** At once: what an API server takes from one client without letting others wait. */
const CONCURRENCY = 16;
const BUSY = 429;
const ATTEMPTS = 6;

/** One API server, asked as the identity of a kubeconfig. */
export class ApiServer {
  private constructor(
    readonly context: string,
    readonly address: string,
    private readonly connection: Connection,
  ) {}

  /** @throws Error that says in a sentence what is wrong with the kubeconfig. */
  static async open({ kubeconfig, context }: ClusterChoice): Promise<ApiServer> {
    const text = kubeconfig === undefined ? undefined : textOf(kubeconfig);
    const from = kubeconfig ?? "The kubeconfig";
    const config = (() => {
      try {
        return loadConfig({ kubeconfig: text });
      } catch (error) {
        throw new Error(`${from} cannot be read as a kubeconfig: ${firstLine(error)}.`);
      }
    })();
    const names = config.getContexts().map(({ name }) => name);
    const wanted = context ?? config.getCurrentContext();
    if (context !== undefined && !names.includes(context))
      throw new Error(`${from} has no context "${context}"; it has: ${names.join(", ") || "none"}.`);
    config.setCurrentContext(wanted);
    const cluster = config.getCurrentCluster();
    if (!cluster?.server.startsWith("https:"))
      throw new Error(
        kubeconfig === undefined && process.env.KUBECONFIG === undefined
          ? "There is no kubeconfig: name one by --kubeconfig or KUBECONFIG."
          : `${from} names no cluster with an https address for its context "${wanted}".`,
      );
    const connection = await Connection.open({ kubeconfig: text, context: wanted || undefined });
    return new ApiServer(wanted, cluster.server, connection);
  }

  close(): void {
    this.connection.close();
  }

  /** @throws Refused or another Error, each of which says in a sentence why there is no answer. */
  async get<T>(path: string, accept?: string): Promise<T> {
    return this.patiently(async () => {
      const { body } = await this.connection.send("GET", path, undefined, undefined, accept);
      return body as unknown as T;
    }).catch((error: unknown) => {
      throw new (error instanceof ApiError && error.status !== 401 ? Refused : Error)(this.sentenceOf(error));
    });
  }

  /** All objects under a path, page by page. */
  async list<T extends ApiObject>(path: string): Promise<readonly T[]> {
    const items: T[] = [];
    let next = "";
    do {
      const query = new URLSearchParams({ limit: String(PAGE), ...(next === "" ? {} : { continue: next }) });
      const page = await this.get<{ items?: T[] | null; metadata?: { continue?: string } }>(`${path}?${query}`);
      items.push(...(page.items ?? []));
      next = page.metadata?.continue ?? "";
    } while (next !== "");
    return items;
  }

  /**
   * Sends what would change something as a dry run, and returns what the server says.
   * @throws Error when the server does not answer.
   */
  async ask(method: "POST" | "PATCH", path: string, body: object): Promise<Verdict> {
    const type = method === "PATCH" ? "application/merge-patch+json" : undefined;
    // A field that today's API no longer has is no matter of ours.
    const asked = `${path}?dryRun=All&fieldManager=rampart-impact&fieldValidation=Ignore`;
    return this.patiently(async () => {
      const { warnings } = await this.connection.send(method, asked, body as Json, type);
      return { warnings };
    }).catch((error: unknown): Verdict => {
      if (!(error instanceof ApiError)) throw new Error(this.sentenceOf(error));
      const { status, reason, message, warnings } = error;
      return { refusal: { status, reason, message }, warnings };
    });
  }

  /** An API server that has too much to do says so, and has not done anything. */
  private async patiently<T>(attempt: () => Promise<T>): Promise<T> {
    for (let count = 1; ; count++) {
      try {
        return await attempt();
      } catch (error) {
        if (!(error instanceof ApiError) || error.status !== BUSY || count === ATTEMPTS) throw error;
        await sleep(250 * 2 ** count);
      }
    }
  }

  private sentenceOf(error: unknown): string {
    const at = `The cluster of the context "${this.context}" (${this.address})`;
    if (error instanceof ApiError) {
      if (error.status === 401) return `${at} does not accept these credentials.`;
      return `${at} refuses: ${error.message.trim().replace(/\.$/, "")}.`;
    }
    const { code = "" } = error as NodeJS.ErrnoException;
    const text = firstLine(error).replace(/^configured Kubernetes cluster is unreachable: \S+: /, "");
    if (/CERT|SIGNATURE|SELF_SIGNED|ISSUER/.test(code))
      return `${at} shows a certificate that the kubeconfig's authority did not sign: ${text}.`;
    return `${at} cannot be reached: ${text}.`;
  }
}

const firstLine = (error: unknown): string =>
  String(error instanceof Error ? error.message : error).split("\n", 1)[0] ?? "";

function textOf(file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw new Error(`${file} cannot be read: ${code === "ENOENT" ? "it is not there" : code}.`);
  }
}

/** Does all, so many at a time, and returns the results in the order of the items. */
export async function boundedly<T, R>(items: readonly T[], act: (item: T) => Promise<R>): Promise<readonly R[]> {
  const results: R[] = new Array(items.length);
  let next = 0;
  const worker = async () => {
    while (next < items.length) {
      const index = next++;
      results[index] = await act(items[index] as T);
    }
  };
  await Promise.all(Array.from({ length: Math.min(CONCURRENCY, items.length) }, worker));
  return results;
}
