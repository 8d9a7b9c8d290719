/** A minute in which a target gets a herd of firings. */
export interface Spike {
  host: string;
  /** Which minute of the forecast, from 0. */
  minute: number;
  firings: number;
}

/** Fewer in a minute are no herd, however quiet the others are. */
export const SPIKE_LEAST_FIRINGS = 30;
/** And so many times as many as the target gets a minute on average: one that is always busy is used to it. */
export const SPIKE_TIMES_MEAN = 4;

/**
 * Where a forecast has spikes, largest first.
 * @param perMinute for each target its firings in each minute.
 */
export function findSpikes(perMinute: ReadonlyMap<string, readonly number[]>): Spike[] {
  const spikes: Spike[] = [];
  for (const [host, counts] of perMinute) {
    const mean = counts.reduce((sum, count) => sum + count, 0) / counts.length;
    const least = Math.max(SPIKE_LEAST_FIRINGS, SPIKE_TIMES_MEAN * mean);
    counts.forEach((firings, minute) => {
      if (firings >= least) spikes.push({ host, minute, firings });
    });
  }
  return spikes.sort((a, b) => b.firings - a.firings || a.minute - b.minute || (a.host < b.host ? -1 : 1));
}
