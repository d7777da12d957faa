import { objectPolicy } from "../cel/objects.js";

export const noDefaultAccountCloudRoles = objectPolicy({
  id: "no-default-account-cloud-roles",
  rules: [{ apiGroups: [""], resources: ["serviceaccounts"], operations: ["CREATE", "UPDATE"] }],
  judged: "it.metadata.?annotations",
  checks: [
    {
      breach:
        'variables.it.metadata.name == "default" && ' +
        '["eks.amazonaws.com/role-arn", "iam.gke.io/gcp-service-account", "azure.workload.identity/client-id"]' +
        ".exists(key, variables.it.metadata.?annotations[?key].hasValue())",
      must: "must not have a cloud role, being the account of every pod without one of its own",
    },
  ],
  fix: "give the role to a service account of its own",
});
