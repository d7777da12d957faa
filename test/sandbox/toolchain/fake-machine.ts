import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { FAMILIES } from "../../../sandbox/toolchain/catalogue.js";
import type { ResolveOptions } from "../../../sandbox/toolchain/index.js";
import type { BuildState, Progress } from "../../../sandbox/toolchain/progress.js";

/** Stands for Go: it writes shell scripts that print the version in go.mod. Its orders lie in $HOME. */
const FAKE_GO = `#!/bin/sh
PATH=/usr/bin:/bin
case $1 in
env)
  cat "$HOME/go-version"; printf '%s\\n' "$HOME/objects" "$HOME/sources"
  exit ;;
list)
  echo "go: downloading example.com/one v1.0.0" >&2
  printf 'example.com/one\\nexample.com/two\\nexample.com/main\\n'
  exit ;;
esac
basename "$PWD" >> "$HOME/builds"
env > "$HOME/environment"
echo "$@" > "$HOME/arguments"
if [ -f "$HOME/failure" ]; then cat "$HOME/failure" >&2; exit 1; fi
echo example.com/one >&2
while [ "$1" != -o ]; do shift; done
out=$2
shift 2
if [ -f "$HOME/hang" ]; then
  case $out in */) touch "$out"half-made ;; *) touch "$out" ;; esac
  echo $$ > "$HOME/go-pid"
  while [ -f "$HOME/hang" ]; do sleep 0.1; done
fi
version=$(sed -n 's/^require .* v//p' go.mod)
[ -f "$HOME/unstamped" ] && version=0.0.0
for package; do
  case $out in */) file=$out$(basename "$package") ;; *) file=$out ;; esac
  printf '#!/bin/sh\\necho %s\\n' "$version" > "$file"
  chmod +x "$file"
done
`;

/** The version of all programs that the fake Go builds. */
export const PINNED = "7.8.9";

/** A machine of its own in a temporary folder: home, PATH, cache, pinned modules and, if wanted, Go. */
export class FakeMachine {
  readonly root = mkdtempSync(join(tmpdir(), "rampart-toolchain-"));
  readonly bin = join(this.root, "bin");
  readonly cache = join(this.root, "cache");
  readonly modules = join(this.root, "modules");
  readonly env: NodeJS.ProcessEnv = {
    PATH: this.bin,
    HOME: this.root,
    RAMPART_PLUGINS: "own",
    RAMPART_CACHE_DIR: this.cache,
  };
  readonly lines: string[] = [];
  readonly states: BuildState[] = [];
  readonly progress: Progress = {
    begin: (text) => this.lines.push(text),
    update: (state) => this.states.push(state),
    end() {},
  };

  constructor({ go = "go1.26.8" }: { go?: string | undefined } = {}) {
    mkdirSync(this.bin);
    for (const { name, module } of FAMILIES) this.pin(name, module, PINNED);
    if (go) this.installGo(go);
  }

  get options(): ResolveOptions {
    return { env: this.env, modules: this.modules, progress: this.progress };
  }

  /** Families in the order in which they were built. */
  get builds(): string[] {
    const file = join(this.root, "builds");
    return existsSync(file) ? readFileSync(file, "utf8").trim().split("\n") : [];
  }

  /** Names in the folder of the cache's entries. */
  get entries(): string[] {
    return readdirSync(join(this.cache, "toolchain"));
  }

  pin(family: string, module: string, version: string): void {
    this.write(join("modules", family, "go.mod"), `module pinned\n\ngo 1.26.0\n\nrequire ${module} v${version}\n`);
    this.write(join("modules", family, "go.sum"), "");
  }

  installGo(version: string): void {
    this.write("go-version", `${version}\n`);
    this.script(join("bin", "go"), FAKE_GO);
  }

  /** Puts a program that reports `version` at a path below the machine's root. */
  program(path: string, version: string): void {
    this.script(path, `#!/bin/sh\necho v${version}\n`);
  }

  script(path: string, text: string): void {
    this.write(path, text);
    chmodSync(join(this.root, path), 0o755);
  }

  write(path: string, text: string): void {
    mkdirSync(dirname(join(this.root, path)), { recursive: true });
    writeFileSync(join(this.root, path), text);
  }

  read(path: string): string {
    return readFileSync(join(this.root, path), "utf8");
  }

  remove(path = "."): void {
    rmSync(join(this.root, path), { recursive: true, force: true });
  }
}
