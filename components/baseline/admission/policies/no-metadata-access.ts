import { METADATA_ADDRESSES } from "../../../../controls/metadata-addresses.js";
import { NETWORK_POLICY_RULES, NETWORK_VARIABLES, reaches, someBlock, someRule } from "../cel/network.js";
import { objectPolicy } from "../cel/objects.js";

/** In CEL: whether a rule `r` lets out to the port on which metadata services listen. A named port is one of pods. */
const LETS_OUT =
  'r.isEgress && (size(r.ports) == 0 || r.ports.exists(p, p.?protocol.orValue("TCP") == "TCP" && ' +
  "(!has(p.port) || (type(p.port) == int && p.port <= 80 && p.?endPort.orValue(p.port) >= 80))))";

const MUST = "must not reach the metadata service";

export const noMetadataAccess = objectPolicy({
  id: "no-metadata-access",
  rules: NETWORK_POLICY_RULES,
  judged: "it.spec",
  variables: NETWORK_VARIABLES,
  checks: [
    { breach: someRule(`${LETS_OUT} && size(r.peers) == 0`), must: MUST },
    {
      breach: someBlock(
        `${LETS_OUT} && (${METADATA_ADDRESSES.map((address) => `(${reaches(address)})`).join(" || ")})`,
      ),
      must: MUST,
    },
  ],
  fix: "except 169.254.0.0/16 and the other metadata addresses from the block",
});
