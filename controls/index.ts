import { CIS_EKS } from "./cis-eks.js";
import { CIS_KUBERNETES } from "./cis-kubernetes.js";
import { DISA_STIG } from "./disa-stig.js";
import { NSA_CISA } from "./nsa-cisa.js";
import { POD_SECURITY_STANDARDS } from "./pod-security-standards.js";

/** Every framework by the name people know it by, with the edition that our data states. */
export const FRAMEWORKS = {
  "CIS EKS": { edition: "1.8.0", controls: CIS_EKS },
  "CIS Kubernetes": { edition: "1.12", controls: CIS_KUBERNETES },
  "DISA STIG": { edition: "V2R4", controls: DISA_STIG },
  "NSA/CISA": { edition: "1.2", controls: NSA_CISA },
  "Pod Security Standards": { edition: "1.37", controls: POD_SECURITY_STANDARDS },
} as const;

/** The stable id of one recommendation of one framework, e.g. `NSA-POD-10` or `PSS:privileged`. */
export type ControlId = (typeof FRAMEWORKS)[keyof typeof FRAMEWORKS]["controls"][number]["id"];

export { CIS_EKS, CIS_KUBERNETES, DISA_STIG, NSA_CISA, POD_SECURITY_STANDARDS };
