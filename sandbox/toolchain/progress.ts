import { SingleBar } from "cli-progress";

/** Where a build is. */
export interface BuildState {
  /** For example `compiling`. */
  readonly phase: string;
  /** Which of the `steps` families, from 1. */
  readonly step: number;
  readonly steps: number;
  readonly family: string;
  /** Pieces of this phase that are done, of `total`; a `total` of 0 means that it is not known. */
  readonly done: number;
  readonly total: number;
  /** Of all families together. */
  readonly secondsLeft: number;
}

/** Shows people what takes so long. */
export interface Progress {
  /** One or more lines about what comes now. */
  begin(text: string): void;
  update(state: BuildState): void;
  /** Also called after a failure. */
  end(): void;
}

/** Columns of the bar; with a space and a line of text they fit 80. */
export const BAR_COLUMNS = 12;
const PLAIN_INTERVAL_MS = 15_000;

/** One line of at most 80 columns. */
export function describeState({ phase, step, steps, family, done, total, secondsLeft }: BuildState): string {
  const count = total > 0 ? ` ${done}/${total}` : done > 0 ? ` ${done}` : "";
  return `[${step}/${steps}] ${family}: ${phase}${count}, ${describeTime(secondsLeft)} left`;
}

/** Rounded so that it does not promise more than an estimate can. */
export function describeTime(seconds: number): string {
  if (seconds < 10) return "a few seconds";
  return seconds < 90 ? `about ${Math.ceil(seconds / 10) * 10} s` : `about ${Math.round(seconds / 60)} min`;
}

/** A bar on a terminal; elsewhere a line at every new phase and every 15 s. */
export function streamProgress(stream: NodeJS.WriteStream = process.stderr): Progress {
  return stream.isTTY ? barProgress(stream) : plainProgress((line) => stream.write(`${line}\n`));
}

/** Lines for a log. */
export function plainProgress(write: (line: string) => void, now: () => number = Date.now): Progress {
  let shown = "";
  let shownAt = 0;
  return {
    begin: write,
    update(state) {
      const phase = `${state.family} ${state.phase}`;
      if (phase === shown && now() - shownAt < PLAIN_INTERVAL_MS) return;
      shown = phase;
      shownAt = now();
      write(describeState(state));
    },
    end() {},
  };
}

function barProgress(stream: NodeJS.WriteStream): Progress {
  let bar: SingleBar | undefined;
  const end = (): void => {
    bar?.stop();
    bar = undefined;
  };
  return {
    begin(text) {
      end();
      stream.write(`${text}\n`);
    },
    update(state) {
      const total = Math.max(state.total, 1);
      const text = describeState(state);
      if (bar === undefined) {
        bar = new SingleBar({
          format: "{bar} {text}",
          stream,
          barsize: BAR_COLUMNS,
          clearOnComplete: true,
          hideCursor: true,
        });
        bar.start(total, state.done, { text });
      } else {
        bar.setTotal(total);
        bar.update(Math.min(state.done, total), { text });
      }
    },
    end,
  };
}
