/** What a person does about it, for errors of the connection that Node names. */
const CONNECTION: readonly (readonly [RegExp, string])[] = [
  [/ECONNREFUSED/, "nobody listens there"],
  [/ENOTFOUND|EAI_AGAIN/, "the name is not known to DNS"],
  [/ETIMEDOUT|EHOSTUNREACH|ENETUNREACH/, "the address cannot be reached from here"],
  [/ECONNRESET|socket hang up/, "the connection was cut"],
  [
    /self.signed|SELF_SIGNED|unable to verify|UNABLE_TO|CERT_|certificate/i,
    "its certificate is not one of the kubeconfig's authority",
  ],
];

/** One sentence on why a cluster cannot be looked at: which address, and what happened. */
export function describeFailure(error: unknown, server: string): string {
  const { code, message } = error as { readonly code?: unknown; readonly message?: string };
  if (code === 401) return `The API server ${server} refuses these credentials (401).`;
  if (code === 403) return `The API server ${server} does not let these credentials look at it (403): ${detail(error)}`;
  if (typeof code === "number") return `The API server ${server} answers ${code}: ${detail(error)}`;
  const text = `${message ?? error} ${String(code ?? "")}`;
  if (text.startsWith(server)) return message ?? text;
  const reason = CONNECTION.find(([pattern]) => pattern.test(text))?.[1];
  return `The API server ${server} cannot be asked: ${reason ?? message ?? String(error)}.`;
}

/** The `message` of the Status that the server sent, without its headers. */
function detail(error: unknown): string {
  const { body } = error as { readonly body?: unknown };
  try {
    const parsed = typeof body === "string" ? (JSON.parse(body) as { readonly message?: unknown }) : body;
    const { message } = (parsed ?? {}) as { readonly message?: unknown };
    return typeof message === "string" ? message : "without a reason";
  } catch {
    return "without a reason";
  }
}
