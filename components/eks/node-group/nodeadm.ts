import { stringify } from "yaml";
import { kernelDefaults } from "../../control-plane/kubelet/configuration.js";
import type { KubeletPreset } from "./kubelet-preset.js";

const BOUNDARY = "rampart";

/**
 * User data of Amazon Linux 2023, as MIME parts: what nodeadm puts over its own configuration of the kubelet, and the
 * kernel's settings that such a kubelet insists on. EKS adds the part that joins the cluster.
 */
export const nodeadmUserData = (preset: KubeletPreset): string =>
  [
    `MIME-Version: 1.0\nContent-Type: multipart/mixed; boundary="${BOUNDARY}"\n`,
    part(
      "application/node.eks.aws",
      `---\n${stringify({
        apiVersion: "node.eks.aws/v1alpha1",
        kind: "NodeConfig",
        spec: { kubelet: { config: preset } },
      })}`,
    ),
    part(
      "text/cloud-config",
      `#cloud-config\n${stringify({
        write_files: [
          { path: "/etc/sysctl.d/90-kubelet.conf", owner: "root:root", permissions: "0644", content: kernelDefaults() },
        ],
        runcmd: [["sysctl", "-p", "/etc/sysctl.d/90-kubelet.conf"]],
      })}`,
    ),
    `--${BOUNDARY}--\n`,
  ].join("\n");

const part = (type: string, body: string): string =>
  `--${BOUNDARY}\nContent-Type: ${type}; charset="us-ascii"\n\n${body}`;
