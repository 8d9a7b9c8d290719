// Looked up once: a global costs as much as the rest here, a million times over.
const { floor, imul } = Math;

/** A small reproducible generator (mulberry32): the same seed, the same run. Set TEST_SEED to repeat a failure. */
export function seededRandom(seed: number) {
  let state = seed >>> 0;
  function below(limit: number): number {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + imul(mixed ^ (mixed >>> 7), mixed | 61);
    return floor((((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32) * limit);
  }
  return { below, pick: <T>(values: readonly T[]) => values[below(values.length)] as T };
}

export const SEED = Number(process.env['TEST_SEED'] ?? 20261121);

/** Runs a check and puts the seed and the case into what it throws. */
export function withSeed(label: string, check: () => void): void {
  try {
    check();
  } catch (error) {
    throw new Error(`TEST_SEED=${SEED}, ${label}: ${error instanceof Error ? error.message : String(error)}`, {
      cause: error,
    });
  }
}
