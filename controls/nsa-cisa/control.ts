import type { Control } from "../control.js";

/** One recommendation of the guide; the guide does not number them, the ids are ours. */
export type NsaCisaControl = Control & {
  readonly section: string;
  /** The versions that carry it; 1.1 reworded many. */
  readonly statedBy: "all" | "1.0" | "1.1 and 1.2";
};
