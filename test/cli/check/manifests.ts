import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";

const made: string[] = [];
after(() => {
  for (const folder of made) rmSync(folder, { recursive: true, force: true });
});

/** A folder with the files, by their names in it; gone after the tests of the file. */
export function folderWith(files: Readonly<Record<string, string | Uint8Array>>): string {
  const folder = mkdtempSync(join(tmpdir(), "rampart-check-"));
  made.push(folder);
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), text);
  }
  return folder;
}

/** What a container has beside its name, to pass every policy of the default profile. */
export const restOfContainer = (
  image: string,
): string => `      image: registry.example/${image}:1.4.2@sha256:${"0123456789abcdef".repeat(4)}
      imagePullPolicy: Always
      resources:
        requests: {cpu: 100m, memory: 128Mi}
        limits: {cpu: 500m, memory: 128Mi, ephemeral-storage: 1Gi}
      securityContext:
        allowPrivilegeEscalation: false
        readOnlyRootFilesystem: true
        capabilities: {drop: [ALL]}
`;

/** A Pod that shares the node's process ids, and breaks nothing else. */
export const SHARING_POD = `apiVersion: v1
kind: Pod
metadata:
  name: shell
  namespace: shop
  labels: {app: shell}
spec:
  hostUsers: false
  serviceAccountName: shell
  automountServiceAccountToken: false
  hostPID: yes
  securityContext:
    runAsNonRoot: true
    runAsUser: 65532
    runAsGroup: 65532
    seccompProfile: {type: RuntimeDefault}
  containers:
    - name: app
${restOfContainer("app")}`;

/** The same without what it breaks. */
export const GOOD_POD = SHARING_POD.replace("  hostPID: yes\n", "");

/** Line of the offending field in `SHARING_POD`. */
export const SHARING_LINE = SHARING_POD.split("\n").indexOf("  hostPID: yes") + 1;
