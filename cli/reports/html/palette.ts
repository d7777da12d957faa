/** What text is written in, each legible on `paper` and on `wash` (WCAG AA, 4.5 to 1). */
export interface Palette {
  readonly paper: string;
  /** Behind code and fields. */
  readonly wash: string;
  readonly ink: string;
  readonly quiet: string;
  readonly rule: string;
  readonly link: string;
  readonly critical: string;
  readonly high: string;
  readonly medium: string;
  readonly low: string;
  readonly good: string;
  /** What nobody has looked at. */
  readonly unseen: string;
}

export const LIGHT: Palette = {
  paper: "#fdfcf9",
  wash: "#f3f1ea",
  ink: "#1d1c1a",
  quiet: "#625e56",
  rule: "#d8d4c8",
  link: "#1f4f8f",
  critical: "#a30f2d",
  high: "#a5380a",
  medium: "#7a5600",
  low: "#55524b",
  good: "#1b6437",
  unseen: "#6b3fa0",
};

export const DARK: Palette = {
  paper: "#171613",
  wash: "#24221e",
  ink: "#ebe7de",
  quiet: "#a8a296",
  rule: "#413d36",
  link: "#93bdf5",
  critical: "#ff8a94",
  high: "#f5a074",
  medium: "#dfb95a",
  low: "#b5b0a5",
  good: "#86cf9c",
  unseen: "#c6a8f2",
};

/** The palette as custom properties. */
export const properties = (palette: Palette): string =>
  Object.entries(palette)
    .map(([name, value]) => `--${name}:${value}`)
    .join(";");
