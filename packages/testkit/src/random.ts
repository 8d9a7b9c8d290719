import { randomInt } from 'node:crypto';

/** Random choices that a seed repeats. */
export interface Random {
  /** In [0, 1). */
  readonly next: () => number;
  /** A whole number from `from` to `to`, both included. */
  integer(from: number, to: number): number;
  pick<T>(choices: readonly T[]): T;
}

let announced: number | null = null;

/** The seed of this run: TEST_SEED, or one picked at random. Printed once, so that a failure can be repeated. */
export function testSeed(): number {
  if (announced !== null) return announced;
  const given = process.env['TEST_SEED'];
  if (given !== undefined && !/^\d{1,9}$/.test(given))
    throw new Error(`TEST_SEED must be a whole number below 1,000,000,000, not "${given}".`);
  announced = given === undefined ? randomInt(1_000_000_000) : Number(given);
  process.stderr.write(`TEST_SEED=${announced}\n`);
  return announced;
}

/** A generator of random numbers (mulberry32) that gives the same ones for the same seed. */
export function seeded(seed: number): Random {
  let state = seed >>> 0;
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  const integer = (from: number, to: number): number => from + Math.floor(next() * (to - from + 1));
  return {
    next,
    integer,
    pick: <T>(choices: readonly T[]): T => {
      if (choices.length === 0) throw new Error('There is nothing to pick from.');
      return choices[integer(0, choices.length - 1)] as T;
    },
  };
}
