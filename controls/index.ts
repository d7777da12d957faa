import { CIS_EKS } from "./cis-eks.js";
import { CIS_KUBERNETES, CIS_KUBERNETES_SECTIONS } from "./cis-kubernetes.js";
import { DISA_STIG } from "./disa-stig.js";
import { KUBERNETES_VERSIONS } from "./kubernetes-versions.js";
import { KUBESCAPE_NSA } from "./kubescape.js";
import { NSA_CISA_APPENDICES } from "./nsa-cisa/appendices.js";
import { NSA_CISA } from "./nsa-cisa/index.js";
import { POD_SECURITY_STANDARDS } from "./pod-security-standards.js";

/** Every framework by the name people know it by, with the edition that our data states. */
export const FRAMEWORKS = {
  "CIS EKS": { edition: "1.8.0", controls: CIS_EKS },
  "CIS Kubernetes": { edition: "1.12", controls: CIS_KUBERNETES },
  "DISA STIG": { edition: "V2R4", controls: DISA_STIG },
  "NSA/CISA": { edition: "1.2", controls: NSA_CISA },
  "Pod Security Standards": { edition: KUBERNETES_VERSIONS.newest, controls: POD_SECURITY_STANDARDS },
} as const;

/** The stable id of one recommendation of one framework, e.g. `NSA-POD-10` or `PSS:privileged`. */
export type ControlId = (typeof FRAMEWORKS)[keyof typeof FRAMEWORKS]["controls"][number]["id"];

export type { Assessment, Control, Reach } from "./control.js";
export {
  CIS_EKS,
  CIS_KUBERNETES,
  CIS_KUBERNETES_SECTIONS,
  DISA_STIG,
  KUBESCAPE_NSA,
  NSA_CISA,
  NSA_CISA_APPENDICES,
  POD_SECURITY_STANDARDS,
};
