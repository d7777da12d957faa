import { uniformInt } from "pure-rand/distribution/uniformInt";
import { xoroshiro128plus } from "pure-rand/generator/xoroshiro128plus";

/** Draws by chance, the same for the same seed. */
export interface Random {
  /** An integer from `least` to `most`, both included. */
  readonly between: (least: number, most: number) => number;
  readonly chance: (probability: number) => boolean;
  readonly pick: <T>(items: readonly T[]) => T;
  /** `count` times what `draw` draws. */
  readonly times: <T>(count: number, draw: (index: number) => T) => T[];
}

export function random(seed: number): Random {
  const generator = xoroshiro128plus(seed);
  const between = (least: number, most: number): number => uniformInt(generator, least, most);
  return {
    between,
    chance: (probability) => between(0, 999_999) < probability * 1_000_000,
    pick: <T>(items: readonly T[]): T => items[between(0, items.length - 1)] as T,
    times: (count, draw) => Array.from({ length: count }, (_, index) => draw(index)),
  };
}
