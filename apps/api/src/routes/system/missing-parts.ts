import { readClock } from '@carillon/core/db/queries/clock';
import type { ApiDeps } from '../../deps.js';
import { isTrueWithin } from '../../http/within.js';

type Part = 'postgres' | 'queue';

/** Each part must answer within this. */
const PROBE_MS = 1_000;

/** What this process depends on and gets no answer from. */
export async function missingParts({ db, queue }: Pick<ApiDeps, 'db' | 'queue'>): Promise<Part[]> {
  const parts = { postgres: () => readClock(db), queue: () => queue.ping() };
  const names = Object.keys(parts) as Part[];
  const answers = await Promise.all(names.map((name) => answersInTime(parts[name])));
  return names.filter((_, i) => answers[i] === false);
}

async function answersInTime(probe: () => Promise<unknown>): Promise<boolean> {
  const answered = probe().then(
    () => true,
    () => false,
  );
  return isTrueWithin(PROBE_MS, answered);
}
