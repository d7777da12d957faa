/**
 * What nodeadm, the bootstrapper of Amazon's images for EKS, sets in the kubelet's configuration where NodeConfig does
 * not (awslabs/amazon-eks-ami, nodeadm/internal/kubelet/config.go), so far as a policy asks for it. Its kubelet gets
 * tokens from IAM and has no client certificate that could rotate.
 */
export const NODEADM_DEFAULTS: Readonly<Record<string, unknown>> = {
  "authentication.anonymous.enabled": false,
  "authentication.x509.clientCAFile": "/etc/kubernetes/pki/ca.crt",
  "authorization.mode": "Webhook",
  protectKernelDefaults: true,
  readOnlyPort: 0,
  rotateCertificates: true,
  serverTLSBootstrap: true,
};
