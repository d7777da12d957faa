import assert from "node:assert/strict";
import { boundedly } from "../../../cli/impact/api-server.js";
import { mergedBreakages } from "../../../cli/impact/report.js";
import { isCut, openQuestion, podSecurityChecks, warnedOf } from "../../../cli/impact/verdict.js";

const refusal = (status: number, reason: string, message: string) => ({
  refusal: { status, reason, message },
  warnings: [],
});

describe("what an API server's answer says", () => {
  it("takes the warnings of the baseline apart, and leaves those of others", () => {
    const warnings = [
      "Validation failed for ValidatingAdmissionPolicy 'no-node-ports.rampart.dev' with binding 'no-node-ports.rampart.dev': Service \"web\" must not set spec.type=NodePort. Fix: use type ClusterIP.",
      "Validation failed for ValidatingAdmissionPolicy 'no-node-ports.example.com' with binding 'theirs': no",
      "batch/v1beta1 CronJob is deprecated",
      'would violate PodSecurity "baseline:v1.37": privileged (container "a" must not set securityContext.privileged=true)',
    ];
    assert.deepEqual(warnedOf({ warnings }, "Service", "web"), [
      { policy: "no-node-ports", message: "must not set spec.type=NodePort.", fix: "use type ClusterIP." },
      {
        policy: "privileged",
        message: 'container "a" must not set securityContext.privileged=true',
        level: "baseline",
      },
    ]);
  });

  it("tells checks of Pod Security apart, whatever stands in their details", () => {
    const text =
      'host namespaces (hostNetwork=true, hostPID=true), hostPort (container "a" uses hostPorts 80, 443), ' +
      'restricted volume types (volumes "x), y (", "z" use restricted volume type "hostPath"), seccompProfile, sysctls (kernel.msgmax)';
    assert.deepEqual(podSecurityChecks(text), [
      { policy: "host namespaces", message: "hostNetwork=true, hostPID=true" },
      { policy: "hostPort", message: 'container "a" uses hostPorts 80, 443' },
      { policy: "restricted volume types", message: 'volumes "x), y (", "z" use restricted volume type "hostPath"' },
      { policy: "seccompProfile", message: "seccompProfile" },
      { policy: "sysctls", message: "kernel.msgmax" },
    ]);
    for (let length = 1; length < text.length; length++)
      assert.equal(
        podSecurityChecks(text.slice(0, length))[0]?.policy,
        "host namespaces".slice(0, length).trim(),
        `${length}`,
      );
  });

  it("sees that warnings may have been cut", () => {
    assert.equal(isCut({ warnings: ["a".repeat(255), "b".repeat(257)] }), false);
    assert.equal(isCut({ warnings: ["é".repeat(256)] }), true);
    assert.equal(isCut({ warnings: Array.from({ length: 20 }, () => "c".repeat(250)) }), true);
  });

  it("leaves open what was refused before or without the policies, and nothing else", () => {
    assert.equal(openQuestion({ warnings: [] }), undefined);
    assert.equal(openQuestion(refusal(409, "AlreadyExists", 'services "web" already exists')), undefined);
    assert.equal(
      openQuestion(refusal(403, "Forbidden", 'pods "web" is forbidden: exceeded quota: quota, used: pods=4')),
      undefined,
    );
    assert.match(openQuestion(refusal(409, "Conflict", "try again")) ?? "", /^try again$/);
    assert.match(
      openQuestion(refusal(403, "Forbidden", 'pods "web" is forbidden: violates PodSecurity "x"')) ?? "",
      /^refused already: pods/,
    );
    assert.match(
      openQuestion(refusal(500, "InternalError", "failed calling webhook")) ?? "",
      /^failed calling webhook$/,
    );
  });

  it("tells of one breakage once, with all objects in the order of their names", () => {
    const broken = (object: string, namespace = "shop") =>
      ({ kind: "pods-refused", namespace, policy: "p", message: "m", objects: [object] }) as const;
    assert.deepEqual(
      mergedBreakages([broken("Pod b10"), broken("Pod a", "attic"), broken("Pod b9"), broken("Pod b9")]),
      [broken("Pod a", "attic"), { ...broken("Pod b9"), objects: ["Pod b9", "Pod b10"] }],
    );
  });

  it("asks only so many things at once, and keeps their order", async () => {
    let [running, most] = [0, 0];
    const items = Array.from({ length: 200 }, (_, index) => index);
    const results = await boundedly(items, async (item) => {
      most = Math.max(most, ++running);
      await new Promise(setImmediate);
      running--;
      return item * 2;
    });
    assert.deepEqual(
      results,
      items.map((item) => item * 2),
    );
    assert.equal(most, 16);
  });
});
