import { type CallsByType, ofTheProvider, onlyOne, tagList, unchecked } from "../mapping.js";

const KEY = "1234abcd-12ab-34cd-56ef-1234567890ab";

export const KEYS: CallsByType = {
  "aws:kms/key:Key": {
    service: "kms",
    calls: ["CreateKey", "EnableKeyRotation", "ScheduleKeyDeletion"],
    properties: {
      enableKeyRotation: unchecked("decides whether EnableKeyRotation is called"),
      rotationPeriodInDays: "EnableKeyRotation/RotationPeriodInDays",
      deletionWindowInDays: "ScheduleKeyDeletion/PendingWindowInDays",
      isEnabled: unchecked("decides whether EnableKey or DisableKey is called"),
      tags: { to: "Tags", as: tagList("TagKey", "TagValue") },
    },
    sent: { "EnableKeyRotation/KeyId": KEY, "ScheduleKeyDeletion/KeyId": KEY },
  },
  "aws:kms/alias:Alias": {
    service: "kms",
    calls: ["CreateAlias"],
    named: "name",
    properties: {
      name: "AliasName",
      namePrefix: { to: "AliasName", as: (prefix) => `${prefix}12345678` },
    },
  },
  "aws:kms/keyPolicy:KeyPolicy": { service: "kms", calls: ["PutKeyPolicy"] },
  "aws:kms/grant:Grant": {
    service: "kms",
    calls: ["CreateGrant"],
    properties: {
      constraints: { as: onlyOne, to: "Constraints" },
      grantCreationTokens: "GrantTokens",
      retireOnDelete: ofTheProvider,
    },
  },
};
