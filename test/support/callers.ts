import type { Cluster } from "../../sandbox/cluster.js";
import { HttpsClient } from "../../sandbox/control-plane/https-client.js";

/** Those who call one API server in a suite; they end with it. */
export class Callers {
  private readonly clients: HttpsClient[] = [];

  constructor(private readonly cluster: Pick<Cluster, "server" | "authority" | "layout">) {}

  anonymous(): HttpsClient {
    return this.keep(new HttpsClient(this.cluster.server, this.cluster.authority));
  }

  /** Somebody with a certificate of the cluster's authority. */
  async certified(commonName: string, groups: readonly string[], headers = {}): Promise<HttpsClient> {
    const pair = await this.cluster.layout.issue({ commonName, groups });
    return this.keep(new HttpsClient(this.cluster.server, this.cluster.authority, pair, headers));
  }

  /** Somebody with a token. */
  bearing(token: string): HttpsClient {
    const headers = { authorization: `Bearer ${token}` };
    return this.keep(new HttpsClient(this.cluster.server, this.cluster.authority, undefined, headers));
  }

  close(): void {
    for (const client of this.clients.splice(0)) client.close();
  }

  private keep(client: HttpsClient): HttpsClient {
    this.clients.push(client);
    return client;
  }
}

/** As whom the API server knows a caller. */
export interface UserInfo {
  readonly username: string;
  readonly groups: readonly string[];
  readonly extra?: Readonly<Record<string, readonly string[]>>;
}

/** What `kubectl auth whoami` shows; `undefined` where the API server answers 401. */
export async function identityOf(client: HttpsClient): Promise<UserInfo | undefined> {
  const { status, text } = await client.send("POST", "/apis/authentication.k8s.io/v1/selfsubjectreviews", {
    apiVersion: "authentication.k8s.io/v1",
    kind: "SelfSubjectReview",
  });
  if (status === 401) return undefined;
  if (status !== 201) throw new Error(`${status} ${text}`);
  return (JSON.parse(text) as { status: { userInfo: UserInfo } }).status.userInfo;
}
