import { LOGGING_AND_UPGRADES } from "./logging-and-upgrades.js";
import { NETWORK } from "./network.js";
import { POD_SECURITY } from "./pod-security.js";
import { SECRETS_AND_ACCESS } from "./secrets-and-access.js";

/** The recommendations of the NSA/CISA "Kubernetes Hardening Guidance", in the order of the guide. */
export const NSA_CISA = [...POD_SECURITY, ...NETWORK, ...SECRETS_AND_ACCESS, ...LOGGING_AND_UPGRADES] as const;
