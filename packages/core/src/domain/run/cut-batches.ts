import { batchSize } from './batch.js';
import type { RunQueue } from './queues.js';

/** Runs that are to travel together, by their places in the list that was cut. */
export interface Cut {
  queue: RunQueue;
  /** Whose they all are; null when they are several users'. */
  userId: string | null;
  places: number[];
}

/**
 * A user with more runs than this in one claim sends a herd. It travels by a queue of its own, in batches of its own, and
 * is let into that queue in turns with other herds: everybody else's few runs never stand behind it.
 */
export const HERD_FROM = 100;

/**
 * Cuts runs that fell due together into batches: the herds of single users into theirs, all others' runs together, since
 * a message costs the same whatever it carries.
 * @param userIds whose each run is.
 */
export function cutBatches(userIds: readonly string[]): Cut[] {
  const byUser = new Map<string, number[]>();
  userIds.forEach((userId, place) => {
    const places = byUser.get(userId);
    if (places === undefined) byUser.set(userId, [place]);
    else places.push(place);
  });
  const herds = [...byUser].filter(([, places]) => places.length > HERD_FROM);
  const others = herds.length === 0 ? userIds.map((_, place) => place) : placesOfOthers(byUser);
  return [
    ...slices(others).map((places): Cut => ({ queue: 'runs', userId: null, places })),
    ...herds.flatMap(([userId, own]) => slices(own).map((places): Cut => ({ queue: 'herd-runs', userId, places }))),
  ];
}

const placesOfOthers = (byUser: ReadonlyMap<string, number[]>) =>
  [...byUser.values()].filter((places) => places.length <= HERD_FROM).flat();

function slices(places: readonly number[]): number[][] {
  const size = batchSize(places.length);
  return Array.from({ length: Math.ceil(places.length / size) }, (_, n) => places.slice(n * size, (n + 1) * size));
}
