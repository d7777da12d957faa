import assert from "node:assert/strict";
import type { ObjectApi } from "../../../../sandbox/plugins/kubernetes/api.js";
import { timeLimit } from "../../../../sandbox/plugins/kubernetes/await/index.js";
import type { ReadinessCheck } from "../../../../sandbox/plugins/kubernetes/await/readiness.js";
import {
  daemonSet,
  deployment,
  job,
  pod,
  statefulSet,
} from "../../../../sandbox/plugins/kubernetes/await/workloads.js";
import type { JsonMap } from "../../../../sandbox/plugins/provider/values.js";

interface Case {
  readonly title: string;
  readonly check: ReadinessCheck;
  readonly spec?: JsonMap;
  readonly status?: JsonMap;
  /** Of the object; the controller has seen 1 unless `status` says otherwise. */
  readonly generation?: number;
  readonly state: "ready" | "waiting" | "failed";
  readonly message?: RegExp;
}

const done = { observedGeneration: 1, replicas: 2, updatedReplicas: 2, availableReplicas: 2, readyReplicas: 2 };
const condition = (type: string, status: string, reason = "Because", message = "so it is") => ({
  conditions: [{ type, status, reason, message }],
});

const CASES: readonly Case[] = [
  { title: "a Deployment without status", check: deployment, state: "waiting", message: /\(0\/1 Pods available\)/ },
  { title: "a complete Deployment", check: deployment, spec: { replicas: 2 }, status: done, state: "ready" },
  {
    title: "a Deployment whose change is not seen yet",
    check: deployment,
    spec: { replicas: 2 },
    status: done,
    generation: 2,
    state: "waiting",
    message: /\(2\/2 Pods available\)/,
  },
  {
    title: "a Deployment with old Pods left",
    check: deployment,
    spec: { replicas: 2 },
    status: { ...done, replicas: 3 },
    state: "waiting",
  },
  {
    title: "a Deployment of no Pods",
    check: deployment,
    spec: { replicas: 0 },
    status: { observedGeneration: 1 },
    state: "ready",
  },
  {
    title: "a Deployment past its deadline",
    check: deployment,
    status: { observedGeneration: 1, ...condition("Progressing", "False", "ProgressDeadlineExceeded", "too late") },
    state: "failed",
    message: /^\[ProgressDeadlineExceeded\] too late$/,
  },
  {
    title: "a Deployment whose Pods are refused",
    check: deployment,
    status: { observedGeneration: 1, ...condition("ReplicaFailure", "True", "FailedCreate", "violates PodSecurity") },
    state: "waiting",
    message: /^\[FailedCreate\] violates PodSecurity$/,
  },
  { title: "a complete StatefulSet", check: statefulSet, spec: { replicas: 2 }, status: done, state: "ready" },
  {
    title: "a StatefulSet in the midst of an update",
    check: statefulSet,
    spec: { replicas: 2 },
    status: { ...done, updatedReplicas: 1, currentRevision: "a", updateRevision: "b" },
    state: "waiting",
  },
  {
    title: "a StatefulSet that people update by hand",
    check: statefulSet,
    spec: { replicas: 2, updateStrategy: { type: "OnDelete" } },
    status: { ...done, updatedReplicas: 0, currentRevision: "a", updateRevision: "b" },
    state: "ready",
  },
  {
    title: "a DaemonSet on all nodes",
    check: daemonSet,
    status: { observedGeneration: 1, desiredNumberScheduled: 2, updatedNumberScheduled: 2, numberAvailable: 2 },
    state: "ready",
  },
  {
    title: "a DaemonSet that misses a node",
    check: daemonSet,
    status: { observedGeneration: 1, desiredNumberScheduled: 2, updatedNumberScheduled: 2, numberAvailable: 1 },
    state: "waiting",
    message: /\(1\/2 Pods available\)/,
  },
  { title: "a DaemonSet that nobody has seen", check: daemonSet, state: "waiting" },
  {
    title: "a running Job",
    check: job,
    spec: { completions: 3 },
    status: { succeeded: 1 },
    state: "waiting",
    message: /1\/3/,
  },
  { title: "a finished Job", check: job, status: condition("Complete", "True"), state: "ready" },
  {
    title: "a failed Job",
    check: job,
    status: condition("Failed", "True", "BackoffLimitExceeded", "too often"),
    state: "failed",
    message: /^\[BackoffLimitExceeded\] too often$/,
  },
  { title: "a ready Pod", check: pod, status: condition("Ready", "True"), state: "ready" },
  { title: "a Pod that has done its work", check: pod, status: { phase: "Succeeded" }, state: "ready" },
  { title: "a failed Pod", check: pod, status: { phase: "Failed" }, state: "failed" },
  {
    title: "a Pod for which there is no node",
    check: pod,
    status: condition("PodScheduled", "False", "Unschedulable", "0/1 nodes are available"),
    state: "waiting",
    message: /^\[Unschedulable\] 0\/1 nodes are available$/,
  },
];

/** Workloads are judged by themselves: nothing is asked. */
const noApi = {} as ObjectApi;

describe("Kubernetes provider: readiness", () => {
  for (const { title, check, spec = {}, status = {}, generation = 1, state, message } of CASES)
    it(`${title} is ${state}`, async () => {
      const readiness = await check({ metadata: { name: "a", generation }, spec, status }, noApi);
      assert.equal(readiness.state, state);
      if (message) assert.match(readiness.message ?? "", message);
    });

  const annotated = { metadata: { annotations: { "pulumi.com/timeoutSeconds": "20" } } };
  const LIMITS: readonly [object: JsonMap, custom: number, limit: number][] = [
    [{}, 0, 600_000],
    [{}, 30, 30_000],
    [annotated, 0, 20_000],
    [annotated, 30, 20_000],
    [{ metadata: { annotations: { "pulumi.com/timeoutSeconds": "soon" } } }, 0, 600_000],
  ];
  for (const [object, custom, limit] of LIMITS)
    it(`waits ${limit / 1000} s with customTimeouts ${custom} and ${JSON.stringify(object)}`, () =>
      assert.equal(timeLimit(object, custom, 600_000), limit));
});
