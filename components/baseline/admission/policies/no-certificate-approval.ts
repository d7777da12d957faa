import { powerPolicy } from "../cel/powers.js";

const CERTIFICATES = "certificates.k8s.io";

export const noCertificateApproval = powerPolicy(
  "no-certificate-approval",
  [
    {
      verbs: ["update", "patch"],
      group: CERTIFICATES,
      resource: "certificatesigningrequests",
      subresource: "approval",
      named: "counts",
    },
    // The control plane trusts what these signers sign.
    { verbs: ["approve", "sign"], group: CERTIFICATES, resource: "signers", named: { pattern: "^kubernetes[.]io/" } },
  ],
  "must not allow approving or signing certificates",
  "leave it to the control plane, or name a signer of your own",
);
