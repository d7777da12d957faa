/** What a person or a CI job looks for at the end of a run. */
export const lastLine = (passed: number, failed: number, skipped: number, why = ""): string =>
  `${passed} passed, ${failed} failed, ${skipped} skipped${why}\n`;
