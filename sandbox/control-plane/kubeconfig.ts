import { stringify } from "yaml";
import type { KeyPair } from "./pki.js";

/** Name of cluster, user and context in every kubeconfig of a sandbox; stacks refuse any other. */
export const SANDBOX_CONTEXT = "rampart-sandbox";

const base64 = (text: string): string => Buffer.from(text).toString("base64");

/** A kubeconfig with everything in it, so that it can be handed on as one file. */
export function kubeconfig(server: string, authority: string, client: KeyPair): string {
  return stringify({
    apiVersion: "v1",
    kind: "Config",
    "current-context": SANDBOX_CONTEXT,
    contexts: [{ name: SANDBOX_CONTEXT, context: { cluster: SANDBOX_CONTEXT, user: SANDBOX_CONTEXT } }],
    clusters: [{ name: SANDBOX_CONTEXT, cluster: { server, "certificate-authority-data": base64(authority) } }],
    users: [
      {
        name: SANDBOX_CONTEXT,
        user: {
          "client-certificate-data": base64(client.certificate),
          "client-key-data": base64(client.privateKey),
        },
      },
    ],
  });
}
