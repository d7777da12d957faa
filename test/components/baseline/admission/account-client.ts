import { request } from "node:https";
import type { Cluster } from "../../../../sandbox/cluster.js";

/** The status of a request that a service account of a namespace makes, and the message of a refusal. */
export async function asAccount(
  { api, server, authority }: Cluster,
  namespace: string,
  account: string,
): Promise<(method: string, path: string, body?: object) => Promise<{ status: number; message: string }>> {
  const { status } = await api.json<{ status: { token: string } }>(
    "POST",
    `/api/v1/namespaces/${namespace}/serviceaccounts/${account}/token`,
    { spec: {} },
  );
  return (method, path, body) =>
    new Promise((done, failed) => {
      const headers = { authorization: `Bearer ${status.token}`, "content-type": "application/merge-patch+json" };
      const outgoing = request(new URL(path, server), { method, ca: authority, headers }, (incoming) => {
        let text = "";
        incoming.setEncoding("utf8").on("data", (chunk: string) => {
          text += chunk;
        });
        incoming.on("error", failed).on("end", () => {
          const { message = "" } = JSON.parse(text) as { message?: string };
          done({ status: incoming.statusCode ?? 0, message });
        });
      });
      outgoing.on("error", failed).end(body === undefined ? undefined : JSON.stringify(body));
    });
}
