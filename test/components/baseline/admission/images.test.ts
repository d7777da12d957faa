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
import { INSTANCE_LABEL, install } from "./installed.js";

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
const LABEL = "images";
const PATH = "/api/v1/namespaces/default/podtemplates?dryRun=All";
const nameOf = (id: string): string => `${id}.images`;

describeWithTools("what admission policies and the policy pack take for an image", function () {
  this.timeout(60_000);
  let cluster: Cluster;
  let remove: (() => Promise<void>) | undefined;
  /** What the API server says of each image. */
  const warnings = new Map<string, string>();
  const specOf = (image: string) => ({ containers: [{ name: "app", image }] });
  before(async function () {
    this.timeout(0);
    cluster = await sharedCluster();
    remove = await install(
      cluster,
      TWINS.map((policy) => ({ name: nameOf(policy.id), policy, settings: SETTINGS, isAudit: true, label: LABEL })),
    );
    for (const image of IMAGES) {
      const body = {
        metadata: { name: "image", labels: { [INSTANCE_LABEL]: LABEL } },
        template: { spec: specOf(image) },
      };
      const { status, headers, text } = await cluster.api.send("POST", PATH, body);
      assert.equal(status, 201, text);
      warnings.set(image, [headers.warning ?? []].flat().join());
    }
  });
  after(async () => remove?.());

  for (const { id } of TWINS)
    it(`${id} is of one mind about ${IMAGES.length} images`, () => {
      const policy = policies.filter((each) => each.id === id);
      const settings = { [id]: id === restrictImageRegistries.id ? { allowedRegistries: REGISTRIES } : {} };
      const verdicts = new Set<boolean>();
      for (const [image, warning] of warnings) {
        const isRefused = warning.includes(`ValidatingAdmissionPolicy '${nameOf(id)}'`);
        const findings = judge({ type: "kubernetes:core/v1:Pod", props: { spec: specOf(image) } }, policy, {
          settings,
        });
        assert.equal(isRefused, findings.length > 0, image);
        verdicts.add(isRefused);
      }
      assert.deepEqual([...verdicts].sort(), [false, true]);
    });
});
