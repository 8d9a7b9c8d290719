import type { ApiDeps } from '../../deps.js';
import { isTrueWithin } from '../../http/within.js';

type Part = 'postgres' | 'queue';

/** Each part must answer within this. */
const PROBE_MS = 1_000;

/**
 * What this process depends on and gets no answer from. Postgres is asked on a connection of its own: one from the pool
 * would be waited for behind all requests, and a busy process is not one that cannot work.
 */
export async function missingParts({ probe, queue }: Pick<ApiDeps, 'probe' | 'queue'>): Promise<Part[]> {
  const parts = { postgres: () => probe.isThere(), queue: () => answers(queue.ping()) };
  const names = Object.keys(parts) as Part[];
  const there = await Promise.all(names.map((name) => isTrueWithin(PROBE_MS, parts[name]())));
  return names.filter((_, i) => there[i] === false);
}

function answers(question: Promise<unknown>): Promise<boolean> {
  return question.then(
    () => true,
    () => false,
  );
}
