import { httpsAddress, refuse } from "../refusal.js";

/** Where a service is, and how it and we show who we are. */
export interface WebhookKubeconfigArgs {
  /** Address of the service, https. */
  readonly server: string;
  /** PEM of the authority that signed the service's certificate. */
  readonly certificateAuthority: string;
  /** PEM of our certificate. */
  readonly clientCertificate: string;
  /** PEM of our private key. Secret. */
  readonly clientKey: string;
}

/** A kubeconfig by which the API server speaks to a service over mutual TLS. Secret. */
export interface WebhookKubeconfig {
  readonly apiVersion: "v1";
  readonly kind: "Config";
  readonly clusters: readonly [
    {
      readonly name: string;
      readonly cluster: { readonly server: string; readonly "certificate-authority-data": string };
    },
  ];
  readonly users: readonly [
    {
      readonly name: string;
      readonly user: { readonly "client-certificate-data": string; readonly "client-key-data": string };
    },
  ];
  readonly contexts: readonly [
    { readonly name: string; readonly context: { readonly cluster: string; readonly user: string } },
  ];
  readonly "current-context": string;
}

/**
 * The kubeconfig of a service of the API server's: one that takes audit events, authorizes, or judges images
 * (NSA-LOG-04, NSA-LOG-12, NSA-CP-04). Never plain HTTP, never a password.
 * @throws Error naming the input; never with a key in it.
 */
export function webhookKubeconfig(args: WebhookKubeconfigArgs): WebhookKubeconfig {
  const server = httpsAddress("server", args.server);
  const data = (input: "certificateAuthority" | "clientCertificate" | "clientKey", label: RegExp): string => {
    if (!label.test(args[input]))
      refuse(input, `be PEM (${label.source})`, `${args[input].length} characters of something else`);
    return Buffer.from(args[input]).toString("base64");
  };
  return {
    apiVersion: "v1",
    kind: "Config",
    clusters: [
      { name: "webhook", cluster: { server, "certificate-authority-data": data("certificateAuthority", CERTIFICATE) } },
    ],
    users: [
      {
        name: "api-server",
        user: {
          "client-certificate-data": data("clientCertificate", CERTIFICATE),
          "client-key-data": data("clientKey", PRIVATE_KEY),
        },
      },
    ],
    contexts: [{ name: "webhook", context: { cluster: "webhook", user: "api-server" } }],
    "current-context": "webhook",
  };
}

const CERTIFICATE = /^-----BEGIN CERTIFICATE-----/;
const PRIVATE_KEY = /^-----BEGIN (?:[A-Z]+ )?PRIVATE KEY-----/;
