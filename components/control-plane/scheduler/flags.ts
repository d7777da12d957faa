import { absolutePath, wholeNumber } from "../../refusal.js";
import type { Flags } from "../flags.js";
import { type TlsArgs, tlsFlags } from "../tls.js";

/**
 * The hardening of a scheduler, for an installer that sets credentials itself (CIS-K8S-1.4.1, CIS-K8S-1.4.2, V-242377,
 * V-242384).
 * @throws Error naming the input, the value got and what is allowed.
 */
export function hardenedSchedulerFlags(args: TlsArgs = {}): Flags {
  return { "bind-address": "127.0.0.1", ...tlsFlags(args), profiling: false };
}

/** What a scheduler needs that no installer looks after. */
export interface SchedulerArgs extends TlsArgs {
  /** Credentials at the API server. */
  readonly kubeconfig: string;
  /** @default 10259 */
  readonly securePort?: number;
}

/**
 * Every flag of a hardened scheduler that is started by hand (beside those of `hardenedSchedulerFlags`: V-242411).
 * @throws Error naming the input, the value got and what is allowed.
 */
export function schedulerFlags(args: SchedulerArgs): Flags {
  const kubeconfig = absolutePath("kubeconfig", args.kubeconfig);
  return {
    "secure-port": wholeNumber("securePort", args.securePort ?? 10_259, 1, 65_535),
    kubeconfig,
    "authentication-kubeconfig": kubeconfig,
    "authorization-kubeconfig": kubeconfig,
    ...hardenedSchedulerFlags(args),
  };
}
