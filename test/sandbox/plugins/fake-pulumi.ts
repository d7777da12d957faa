import { mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";

/** Version of the Kubernetes provider that an engine asks for. */
export const KUBERNETES: string = JSON.parse(
  readFileSync(require.resolve("@pulumi/kubernetes/package.json"), "utf8"),
).version;

/** Folder of the provider in a Pulumi home. */
export const pluginFolder = (home: string): string => join(home, "plugins", `resource-kubernetes-v${KUBERNETES}`);

/** What `pulumi plugin install` does: brings the plugin, fails as without a network and goes on trying, or hangs. */
export const INSTALLS = {
  works: `
    folder="$PULUMI_HOME/plugins/resource-kubernetes-v${KUBERNETES}"
    mkdir -p "$folder" && echo "$@" > "$folder/arguments" && printf 'ELF from the network' > "$folder/pulumi-resource-kubernetes"`,
  refused: `
    mkdir -p "$PULUMI_HOME/plugins/resource-kubernetes-v${KUBERNETES}"
    echo 'warning: Error downloading plugin: dial tcp: lookup get.pulumi.com: no such host' >&2
    exec sleep 600`,
  fails: `
    echo 'error: the disk is full' >&2
    exit 1`,
  hangs: `
    touch "$PULUMI_HOME/plugins/resource-kubernetes-v${KUBERNETES}.partial"
    exec sleep 600`,
};

/**
 * A stand-in for a machine's Pulumi: an executable of which only `plugin install` is used, the user's own home and a
 * folder for an engine. No official plugin can be had in tests, so that these prove the choice and nothing about them.
 */
export class FakeInstallation {
  private readonly root = realpathSync(mkdtempSync(join(tmpdir(), "rampart-choice-")));
  readonly engine = join(this.root, "engine");
  readonly engineHome = join(this.engine, "pulumi-home");
  readonly userHome = join(this.root, "user-home");
  readonly pulumi = join(this.root, "official bin", "pulumi");

  constructor(install: keyof typeof INSTALLS, { languageHost = false, cached = false } = {}) {
    mkdirSync(this.engine, { recursive: true });
    mkdirSync(this.userHome);
    this.write(this.pulumi, `#!/bin/sh\n${INSTALLS[install]}\n`);
    if (languageHost) this.write(join(dirname(this.pulumi), "pulumi-language-nodejs"), "ELF host");
    if (cached)
      this.write(join(pluginFolder(this.userHome), "pulumi-resource-kubernetes"), "ELF from the user's cache");
  }

  write(path: string, text: string): void {
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, text, { mode: 0o755 });
  }

  close(): void {
    rmSync(this.root, { recursive: true, force: true });
  }
}
