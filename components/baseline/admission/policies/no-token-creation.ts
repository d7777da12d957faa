import { powerPolicy } from "../cel/powers.js";

export const noTokenCreation = powerPolicy(
  "no-token-creation",
  [{ verbs: ["create"], group: "", resource: "serviceaccounts", subresource: "token", named: "excused" }],
  "must not allow making tokens of service accounts",
  "name the account in resourceNames",
);
