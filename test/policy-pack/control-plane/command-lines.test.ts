import assert from "node:assert/strict";
import { shellWords } from "../../../policy-pack/kubernetes/control-plane/commands.js";
import { UNKNOWN } from "../../../policy-pack/unknown.js";
import { broken, found, type Judged, pod } from "./judged.js";

const SCHEDULER = ["--bind-address=127.0.0.1", "--profiling=false"];
const fails = (...resources: readonly Judged[]) => assert.notDeepEqual(broken(...resources), []);
const passes = (...resources: readonly Judged[]) => assert.deepEqual(found(...resources), []);

/** A container in the place of the only one. */
const containing = (container: object, type = "kubernetes:core/v1:Pod"): Judged => ({
  type,
  props: type.endsWith(":Pod")
    ? { spec: { containers: [{ name: "main", ...container }] } }
    : { spec: { template: { spec: { containers: [{ name: "main", ...container }] } } } },
});

describe("the command line of a control-plane program", () => {
  it("is recognised by the executable's name, wherever it is", () => {
    for (const command of [["kube-scheduler"], ["/usr/local/bin/kube-scheduler"]])
      assert.deepEqual(broken(pod(...command)), ["no-profiling", "restrict-bind-addresses"]);
    fails(containing({ command: ["kube-scheduler"] }, "kubernetes:apps/v1:Deployment"));
    fails(containing({ args: ["kube-scheduler"] }));
  });

  it("is not seen in other programs that name one", () => {
    passes(pod("backup", "etcd", "--auto-tls"));
    passes(pod("kubectl", "logs", "kube-scheduler"));
    passes(containing({ image: "registry.k8s.io/kube-scheduler:v1.37.0" }));
  });

  it("is read in every form of a flag", () => {
    passes(pod("kube-scheduler", ...SCHEDULER));
    passes(pod("kube-scheduler", "--bind_address", "::1", "-profiling=false"));
    passes(containing({ command: ["kube-scheduler"], args: SCHEDULER }));
    // The value behind a switch belongs to nothing: profiling is on.
    fails(pod("kube-scheduler", "--bind-address=127.0.0.1", "--profiling", "false"));
  });

  it("counts the last of a repeated flag, and all of a list", () => {
    passes(pod("kube-scheduler", "--profiling=true", ...SCHEDULER));
    fails(pod("kube-scheduler", ...SCHEDULER, "--profiling=true"));
    const plugins = ["--enable-admission-plugins=NodeRestriction", "--enable-admission-plugins=DenyServiceExternalIPs"];
    assert.ok(!broken(pod("kube-apiserver", ...plugins)).includes("require-admission-plugins"));
  });

  it("is found behind launchers and in a shell's script", () => {
    fails(pod("/go-runner", "--log-file=/var/log/x.log", "/usr/local/bin/kube-scheduler"));
    fails(pod("/bin/sh", "-c", "exec /usr/local/bin/kube-scheduler --profiling=true 1>>/var/log/x.log 2>&1"));
    passes(
      pod(
        "/bin/sh",
        "-c",
        `exec kube-scheduler '--bind-address=127.0.0.1' --profiling="false" | tee /log --profiling=true`,
      ),
    );
    // What a variable stands for is seen by nobody.
    passes(pod("/bin/sh", "-c", "kube-scheduler $FLAGS"));
    fails(pod("/bin/sh", "-c", "kube-scheduler $FLAGS --profiling=true"));
  });

  it("is split as a shell does", () => {
    assert.deepEqual(shellWords(`a --b="c d" 'e'f \\\n g\\ h;i 2>&1`), [
      "a",
      "--b=c d",
      "ef",
      "g h",
      ";",
      "i",
      "2>&",
      "1",
    ]);
  });

  it("takes etcd's environment where there is no flag", () => {
    const tls = Object.entries({
      ...{ CERT_FILE: "/s.crt", KEY_FILE: "/s.key", CLIENT_CERT_AUTH: "true", TRUSTED_CA_FILE: "/ca.crt" },
      ...{
        PEER_CERT_FILE: "/p.crt",
        PEER_KEY_FILE: "/p.key",
        PEER_CLIENT_CERT_AUTH: "true",
        PEER_TRUSTED_CA_FILE: "/ca.crt",
      },
    }).map(([name, value]) => ({ name: `ETCD_${name}`, value }));
    passes(containing({ command: ["etcd"], env: tls }));
    assert.deepEqual(broken(containing({ command: ["etcd", "--client-cert-auth=false"], env: tls })), [
      "require-etcd-tls",
    ]);
  });

  it("leaves open what an unknown word may say", () => {
    const lines = found(pod("kube-controller-manager", "--profiling=true", UNKNOWN));
    assert.deepEqual(
      lines.filter((line) => !line.includes("undecided")).map((line) => line.split(":")[0]),
      ["no-profiling"],
    );
    assert.ok(
      lines.some((line) => line.startsWith("restrict-bind-addresses undecided: spec.containers[0].command[2]")),
    );
  });

  it("leaves the rest to a file where one is named", () => {
    assert.deepEqual(found(pod("kube-proxy", "--config=/var/lib/kube-proxy/config.conf")), [
      "restrict-bind-addresses not-inspected: --config leads to a file that is not here: restrict-bind-addresses is decided there. Fix: check that file as well.",
    ]);
    const scheduler: Judged = {
      type: "kubernetes:kubescheduler.config.k8s.io/v1:KubeSchedulerConfiguration",
      props: { enableProfiling: true },
    };
    const started = pod("kube-scheduler", "--bind-address=127.0.0.1", "--config=/etc/kubernetes/scheduler.yaml");
    assert.deepEqual(found(started, scheduler), [
      "no-profiling: kube-scheduler must set enableProfiling=false (enableProfiling). Fix: set --profiling=false.",
    ]);
  });

  it("is open in a pod of the cluster's own whose executable is unknown, and nowhere else", () => {
    assert.match(found(pod(UNKNOWN)).join(), /no-profiling undecided: spec\.containers\[0\]\.command\[0\]/);
    passes(containing({ command: [UNKNOWN] }));
    passes(containing({ command: UNKNOWN }, "kubernetes:apps/v1:Deployment"));
  });

  it("asks of a patch only for what it says", () => {
    const patch = (...command: readonly string[]) => ({ ...pod(...command), type: "kubernetes:core/v1:PodPatch" });
    passes(patch("kube-scheduler"));
    assert.deepEqual(broken(patch("kube-scheduler", "--profiling=true")), ["no-profiling"]);
  });
});
