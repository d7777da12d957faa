import assert from "node:assert/strict";
import { noLatestImages } from "../../../../components/baseline/admission/policies/no-latest-images.js";
import { requireImageDigests } from "../../../../components/baseline/admission/policies/require-image-digests.js";
import { restrictImageRegistries } from "../../../../components/baseline/admission/policies/restrict-image-registries.js";
import { DEFAULT_SETTINGS } from "../../../../components/baseline/admission/policy.js";
import { policies } from "../../../../policy-pack/policies/index.js";
import type { Cluster } from "../../../../sandbox/cluster.js";
import { judge } from "../../../policy-pack/pods.js";
import { sharedCluster } from "../../../support/cluster.js";
import { describeWithTools } from "../../../support/tiers.js";
import { answerOf, INSTANCE_LABEL, install } from "./installed.js";

const DIGEST = `sha256:${"0123456789abcdef".repeat(4)}`;
const HOSTS = [
  ...["", "docker.io/", "index.docker.io/", "Docker.io/", "localhost/", "localhost:5000/", "registry.example/"],
  ...["REGISTRY.example/", "registry.example:5000/", "[::1]:5000/", "registry_a.example/", "registry.example:/", "a/"],
];
const PATHS = [
  "nginx",
  "library/nginx",
  "team/web",
  "team-b/web",
  "team/a/b_c--d.e",
  "Team/web",
  "team//web",
  "team..a",
];
const ENDS = [
  "",
  ":1.4",
  ":latest",
  `@${DIGEST}`,
  `:latest@${DIGEST}`,
  "@sha256:abc",
  "@md5:0123",
  ":",
  `:${"a".repeat(129)}`,
];
const ODD = [
  "a".repeat(64),
  "0".repeat(64),
  ` nginx`,
  "nginx:1 ",
  `${"a/".repeat(130)}b:1`,
  "registry.example",
  "/nginx",
  "nginx/",
];

/** Images of every form, right and wrong. */
const IMAGES = [
  ...HOSTS.flatMap((host) => PATHS.map((path, index) => `${host}${path}${ENDS[index % 2]}`)),
  ...HOSTS.flatMap((host) => ENDS.map((end) => `${host}team/web${end}`)),
  ...ODD,
];

const REGISTRIES = [
  "registry.example/team",
  "docker.io/library",
  "localhost:5000/",
  "bitnami/redis",
  "REGISTRY.example:5000",
  "[::1]:5000/team",
];
const SETTINGS = { ...DEFAULT_SETTINGS, imageRegistries: REGISTRIES };
const TWINS = [noLatestImages, requireImageDigests, restrictImageRegistries];
const nameOf = (id: string): string => `${id}.images`;

describeWithTools("what admission policies and the policy pack take for an image", function () {
  this.timeout(60_000);
  let cluster: Cluster;
  let remove: (() => Promise<void>) | undefined;
  before(async function () {
    this.timeout(0);
    cluster = await sharedCluster();
    remove = await install(
      cluster,
      TWINS.map((policy) => ({ name: nameOf(policy.id), policy, settings: SETTINGS })),
    );
  });
  after(async () => remove?.());

  for (const { id } of TWINS)
    it(`${id} is of one mind about ${IMAGES.length} images`, async () => {
      const policy = policies.filter((each) => each.id === id);
      const settings = { [id]: id === restrictImageRegistries.id ? { allowedRegistries: REGISTRIES } : {} };
      const verdicts = new Set<string>();
      for (const image of IMAGES) {
        const spec = { containers: [{ name: "app", image }] };
        const metadata = { name: "image", labels: { [INSTANCE_LABEL]: nameOf(id) } };
        const body = { metadata, template: { spec } };
        const path = "/api/v1/namespaces/default/podtemplates?dryRun=All";
        const { kind } = answerOf(await cluster.api.send("POST", path, body), nameOf(id));
        // The API itself refuses spaces around an image.
        if (kind === "other" && image.trim() !== image) continue;
        const findings = judge({ type: "kubernetes:core/v1:Pod", props: { spec } }, policy, { settings });
        assert.equal(kind, findings.length === 0 ? "accepted" : "refused", image);
        verdicts.add(kind);
      }
      assert.deepEqual([...verdicts].sort(), ["accepted", "refused"]);
    });
});
