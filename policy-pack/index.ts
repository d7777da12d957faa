import { startPack } from "./crossguard.js";
import { policies } from "./policies/index.js";

startPack(policies);
