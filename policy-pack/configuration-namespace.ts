import { distance } from "fastest-levenshtein";
import { PACK_KEY, packSettings } from "./configuration-schema.js";

/** Whether a key `rampart:*` is meant for the pack: of a project called so, only what is or resembles one of ours. */
export const isForPack = (key: string, project: string | undefined): boolean =>
  project !== PACK_KEY || Object.keys(packSettings()).some((own) => distance(own, key) < 3);
