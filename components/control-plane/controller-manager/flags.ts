import { absolutePath, wholeNumber } from "../../refusal.js";
import type { Flags } from "../flags.js";
import { type TlsArgs, tlsFlags } from "../tls.js";

/** What an installer leaves to us of a controller manager. */
export interface ControllerManagerHardeningArgs extends TlsArgs {
  /** Ended pods that are kept. @default 1000, a twelfth of Kubernetes' own */
  readonly terminatedPodGcThreshold?: number;
}

/**
 * The hardening of a controller manager, for an installer that sets credentials itself (CIS-K8S-1.3.1 to CIS-K8S-1.3.3,
 * CIS-K8S-1.3.6, CIS-K8S-1.3.7, V-242376, V-242381, V-242385, V-242409).
 * @throws Error naming the input, the value got and what is allowed.
 */
export function hardenedControllerManagerFlags(args: ControllerManagerHardeningArgs = {}): Flags {
  return {
    "bind-address": "127.0.0.1",
    ...tlsFlags(args),
    "use-service-account-credentials": true,
    "terminated-pod-gc-threshold": wholeNumber("terminatedPodGcThreshold", args.terminatedPodGcThreshold ?? 1000, 1),
    // On by default; named, because whoever copies feature gates from elsewhere may switch it off.
    "feature-gates": "RotateKubeletServerCertificate=true",
    profiling: false,
  };
}

/** What a controller manager needs that no installer looks after. */
export interface ControllerManagerArgs extends ControllerManagerHardeningArgs {
  /** Credentials at the API server. */
  readonly kubeconfig: string;
  /** Key that signs the tokens of service accounts. */
  readonly serviceAccountKey: string;
  /** Authority that pods find beside their token. */
  readonly rootAuthority: string;
  /** @default 10257 */
  readonly securePort?: number;
}

/**
 * Every flag of a hardened controller manager that is started by hand (beside those of
 * `hardenedControllerManagerFlags`: CIS-K8S-1.3.4, CIS-K8S-1.3.5, V-242412, V-242421).
 * @throws Error naming the input, the value got and what is allowed.
 */
export function controllerManagerFlags(args: ControllerManagerArgs): Flags {
  const kubeconfig = absolutePath("kubeconfig", args.kubeconfig);
  return {
    "secure-port": wholeNumber("securePort", args.securePort ?? 10_257, 1, 65_535),
    kubeconfig,
    "authentication-kubeconfig": kubeconfig,
    "authorization-kubeconfig": kubeconfig,
    "service-account-private-key-file": absolutePath("serviceAccountKey", args.serviceAccountKey),
    "root-ca-file": absolutePath("rootAuthority", args.rootAuthority),
    ...hardenedControllerManagerFlags(args),
  };
}
