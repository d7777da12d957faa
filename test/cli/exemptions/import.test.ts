import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { FOREIGN_CHECKS } from "../../../cli/exemptions/foreign-checks.js";
import { parseCentralFile } from "../../../policy-pack/exemptions/file.js";
import { policies } from "../../../policy-pack/policies/index.js";
import { rampart } from "../../support/command.js";
import { folderWith, GOOD_POD } from "../check/manifests.js";

const IDS = policies.map(({ id }) => id);

const DEPLOYMENT = `apiVersion: apps/v1
kind: Deployment
metadata:
  name: web
  namespace: shop
  annotations:
    checkov.io/skip1: CKV_K8S_16=it = needs it
    checkov.io/skip2: CKV_K8S_8
    bridgecrew.io/skip: CKV_K8S_9999=x
    ignore-check.kube-linter.io/unset-cpu-requirements: 'no limits "here"'
    kube-linter.io/ignore-all: everything
    kubescape.io/skip-controls: "C-0016, C-0017"
    kubescape.io/skip-reason: accepted by the security team
    kubescape.io/skip-expiry: "2026-12-31T23:59:59Z"
spec:
  template:
    metadata:
      annotations:
        checkov.io/skip1: CKV_K8S_20=on the pod
`;
const KYVERNO = `apiVersion: kyverno.io/v2
kind: PolicyException
metadata: {name: delta, namespace: kyverno}
spec:
  exceptions:
    - policyName: disallow-host-namespaces
      ruleNames: [host-namespaces, autogen-host-namespaces]
    - policyName: of-our-own
      ruleNames: [a]
  match:
    any:
      - resources:
          kinds: [Pod, Deployment]
          namespaces: [delta, epsilon]
          names: [important-tool*]
---
apiVersion: policies.kyverno.io/v1
kind: PolicyException
metadata: {name: expressions}
spec:
  policyRefs: [{name: disallow-host-path, kind: ValidatingPolicy}]
  matchConditions: [{name: a, expression: "object.metadata.name == 'a'"}]
`;

async function imported(files: Readonly<Record<string, string>>) {
  const folder = folderWith(files);
  return { ...(await rampart(["exemptions", "import", folder])), folder };
}

/** What a person makes of the file: an owner and a day for each. */
const filledIn = (text: string): string =>
  text.replaceAll('owner: ""', "owner: team-shop").replaceAll("YYYY-MM-DD", "2030-12-31");

describe("rampart exemptions import", () => {
  it("reads what checkov, kubescape and kube-linter are told, each for its object", async () => {
    const { code, stdout, stderr, folder } = await imported({ "web.yaml": DEPLOYMENT });
    assert.equal(code, 0, stderr);
    const { exemptions } = parseCentralFile(filledIn(stdout), "x", IDS);
    assert.deepEqual(
      exemptions.map(({ policies, reason }) => [policies, reason]),
      [
        [["no-privileged-containers"], "it = needs it"],
        [["require-resource-requests", "require-resource-limits"], 'no limits "here"'],
        [["no-privilege-escalation"], "accepted by the security team"],
        [["require-read-only-root-filesystem"], "accepted by the security team"],
        [["no-privilege-escalation"], "on the pod"],
      ],
    );
    for (const { match } of exemptions)
      assert.deepEqual({ ...match }, { name: "web", namespace: "shop", type: "kubernetes:apps/v1:Deployment" });
    assert.match(stdout, new RegExp(`# ${folder}/web\\.yaml:7: checkov CKV_K8S_16\n`));
    assert.match(stdout, /# Kubescape has|kubescape C-0016 \(Kubescape has it until 2026-12-31T23:59:59Z\)\n/);
  });

  it("reads exceptions of kyverno, one for each object that they name", async () => {
    const { stdout } = await imported({ "kyverno.yaml": KYVERNO });
    const { exemptions } = parseCentralFile(filledIn(stdout), "x", IDS);
    assert.deepEqual(
      exemptions.map(({ policies, match }) => [policies, { ...match }]),
      [
        [["no-host-namespaces"], { name: "important-tool*", namespace: "delta" }],
        [["no-host-namespaces"], { name: "important-tool*", namespace: "epsilon" }],
      ],
    );
  });

  it("tells what it cannot translate, and why", async () => {
    const { stdout, stderr } = await imported({ "web.yaml": DEPLOYMENT, "kyverno.yaml": KYVERNO });
    for (const line of [
      /web\.yaml:8: checkov CKV_K8S_8: no policy of ours looks at this\n/,
      /web\.yaml:9: checkov CKV_K8S_9999: nothing is known of this check\n/,
      /web\.yaml:11: kube-linter: it is for every check\n/,
      /kyverno of-our-own: nothing is known of this check\n/,
      /kyverno: its conditions are expressions\n/,
    ])
      assert.match(stdout, line);
    assert.equal(stderr, "Not translated: 6. See the end of the file.\n");
  });

  it("prints a file that stops the check until somebody has filled it in", async () => {
    const { stdout } = await imported({ "web.yaml": DEPLOYMENT });
    const folder = folderWith({ "good.yaml": GOOD_POD });
    const file = join(folder, "exemptions.txt");
    const outcome = async (text: string) => {
      writeFileSync(file, text);
      return await rampart(["check", folder, "--exemptions", file]);
    };
    const untouched = await outcome(stdout);
    assert.deepEqual([untouched.code, untouched.stdout], [2, ""]);
    assert.match(untouched.stderr, /expires must be a day such as 2026-12-31, got "YYYY-MM-DD"\.\n$/);
    // A day alone does not do.
    const half = await outcome(stdout.replaceAll("YYYY-MM-DD", "2030-12-31"));
    assert.equal(half.code, 1);
    assert.match(half.stdout, /exemption-without-reason/);
    assert.equal((await outcome(filledIn(stdout))).code, 0);
  });

  it("writes no line that a value begins", async () => {
    const evil = DEPLOYMENT.replace("CKV_K8S_8", '"CKV_X\\nexemptions: []\\n- policies: [no-root-user]"');
    const { stdout } = await imported({ "web.yaml": evil });
    assert.doesNotMatch(stdout, /^(?:exemptions: \[\]|- policies)/m);
    assert.equal(parseCentralFile(filledIn(stdout), "x", IDS).exemptions.length, 5);
  });

  it("prints an empty file where there is nothing, and fails where it cannot look", async () => {
    const none = await imported({ "good.yaml": GOOD_POD });
    assert.deepEqual([none.code, none.stdout, none.stderr], [0, "exemptions: []\n", ""]);
    const broken = await imported({ "web.yaml": DEPLOYMENT, "broken.yaml": "apiVersion: v1\nkind: [\n" });
    assert.equal(broken.code, 2);
    assert.match(broken.stderr, /broken\.yaml:\d: /);
    assert.match(broken.stdout, /no-privileged-containers/);
  });

  it("knows only policies that there are", () => {
    for (const [tool, checks] of Object.entries(FOREIGN_CHECKS))
      for (const [check, ids] of Object.entries(checks))
        for (const id of ids) assert.ok(IDS.includes(id), `${tool} ${check}: ${id}`);
  });
});
