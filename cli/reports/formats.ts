import type { CheckReport, Outcome, Threshold } from "../check/report.js";

export const FORMATS = ["text", "json", "sarif", "junit", "gitlab", "markdown", "html"] as const;
export type Format = (typeof FORMATS)[number];

export type Renderer = (report: CheckReport, outcome: Outcome, threshold: Threshold) => Iterable<string>;

/** Loaded only when asked for, and by `require`, as the commands themselves. */
const RENDERERS: Readonly<Record<Format, () => Renderer>> = {
  text: () => (require("./text.js") as typeof import("./text.js")).textReport,
  json: () => (require("./json.js") as typeof import("./json.js")).jsonReport,
  sarif: () => (require("./sarif.js") as typeof import("./sarif.js")).sarifReport,
  junit: () => (require("./junit.js") as typeof import("./junit.js")).junitReport,
  gitlab: () => (require("./gitlab.js") as typeof import("./gitlab.js")).gitlabReport,
  markdown: () => (require("./markdown.js") as typeof import("./markdown.js")).markdownReport,
  html: () => (require("./html/page.js") as typeof import("./html/page.js")).htmlReport,
};

/** What writes a report in the format, piece by piece. */
export const rendererOf = (format: Format): Renderer => RENDERERS[format]();
