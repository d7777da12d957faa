import { eachLastingContainer, podPolicy } from "../cel/pods.js";
import { lacks } from "../cel/resources.js";

export const requireResourceRequests = podPolicy({
  id: "require-resource-requests",
  checks: [
    eachLastingContainer(lacks("cpu", ["requests", "limits"]), "must set resources.requests.cpu"),
    eachLastingContainer(lacks("memory", ["requests", "limits"]), "must set resources.requests.memory"),
  ],
  fix: "set resources.requests to what the process uses",
});
