import type { CheckReport, Outcome, Threshold } from "../check/report.js";
import { version } from "../version.js";

export const FORMATS = ["text", "json", "sarif"] as const;
export type Format = (typeof FORMATS)[number];

export type Renderer = (report: CheckReport, outcome: Outcome, threshold: Threshold) => Iterable<string>;

/** Loaded only when asked for, and by `require`, as the commands themselves. */
const RENDERERS: Readonly<Record<Format, () => Renderer>> = {
  text: () => (require("./text.js") as typeof import("./text.js")).textReport,
  json: () => (require("./json.js") as typeof import("./json.js")).jsonReport,
  sarif: () => {
    const { sarifReport } = require("./sarif.js") as typeof import("./sarif.js");
    return (report, outcome) => sarifReport(report, outcome, version);
  },
};

/** What writes a report in the format, piece by piece. */
export const rendererOf = (format: Format): Renderer => RENDERERS[format]();
