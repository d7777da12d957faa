import assert from "node:assert/strict";
import { parseImage, repositoryPrefix } from "../../policy-pack/kubernetes/image.js";

const HEX = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08";
const DIGEST = `sha256:${HEX}`;

/** Registry, repository, tag and digest of a reference. */
const parts = (reference: string) => {
  const image = parseImage(reference);
  return image && [image.registry, image.repository, image.tag, image.digest];
};

describe("image references", () => {
  it("are resolved as github.com/distribution/reference resolves them", () => {
    for (const [reference, ...expected] of [
      ["nginx", "docker.io", "library/nginx", undefined, undefined],
      ["nginx:1.27", "docker.io", "library/nginx", "1.27", undefined],
      ["docker.io/nginx", "docker.io", "library/nginx", undefined, undefined],
      ["index.docker.io/library/nginx", "docker.io", "library/nginx", undefined, undefined],
      ["bitnami/redis:7", "docker.io", "bitnami/redis", "7", undefined],
      ["localhost/app", "localhost", "app", undefined, undefined],
      ["localhost:5000", "docker.io", "library/localhost", "5000", undefined],
      ["registry:5000/app", "registry:5000", "app", undefined, undefined],
      ["registry.example:5000/a/b/c:v1", "registry.example:5000", "a/b/c", "v1", undefined],
      ["Registry/app", "registry", "app", undefined, undefined],
      ["[2001:db8::1]:5000/app:1", "[2001:db8::1]:5000", "app", "1", undefined],
      [`app@${DIGEST}`, "docker.io", "library/app", undefined, DIGEST],
      [`quay.io/a/app:v1@${DIGEST}`, "quay.io", "a/app", "v1", DIGEST],
      ["a__b/c--d/e.f:_T-1.x", "docker.io", "a__b/c--d/e.f", "_T-1.x", undefined],
      [`team/${HEX}`, "docker.io", `team/${HEX}`, undefined, undefined],
    ] as const)
      assert.deepEqual(parts(reference), expected, reference);
  });

  it("are none where no runtime takes them", () => {
    for (const reference of [
      "",
      " nginx",
      "Nginx",
      "nginx:",
      "nginx@",
      "a//b",
      "/a",
      "a/",
      "a___b",
      "-a",
      "a:b:c",
      "https://registry.example/app",
      `nginx:${"t".repeat(129)}`,
      "nginx@sha256:9f86d081",
      `nginx@sha256:${HEX.toUpperCase()}`,
      "nginx@md5:9e107d9d372bb6826bd81d3542a419d6",
      `nginx@${DIGEST}:1`,
      HEX,
      "a".repeat(256),
      "-bad.example/app",
      `${"a-".repeat(50_000)}`,
    ])
      assert.equal(parts(reference), undefined, reference.slice(0, 80));
  });

  it("lie in a registry or repository by whole components", () => {
    for (const [name, prefix] of [
      ["registry.example", "registry.example/"],
      ["registry.example:5000/team//", "registry.example:5000/team/"],
      ["Registry.Example/team", "registry.example/team/"],
      ["docker.io", "docker.io/"],
      ["index.docker.io/library", "docker.io/library/"],
      ["localhost", "localhost/"],
      ["bitnami", "docker.io/bitnami/"],
      ["bitnami/redis", "docker.io/bitnami/redis/"],
    ] as const)
      assert.equal(repositoryPrefix(name), prefix);
  });
});
