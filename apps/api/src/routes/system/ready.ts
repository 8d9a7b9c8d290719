import { readClock } from '@carillon/core/db/queries/clock';
import { sentence } from '@carillon/core/messages/say';
import { z } from 'zod';
import type { ApiDeps } from '../../deps.js';
import { defineRoute } from '../../http/define-route.js';
import { Problem } from '../../http/problem.js';
import { isTrueWithin } from '../../http/within.js';
import { plainSurface } from '../../surfaces/plain.js';

/** Each part must answer within this. */
const PROBE_MS = 1_000;

export const ready = defineRoute(
  {
    surface: plainSurface,
    method: 'get',
    path: '/ready',
    operationId: 'ready',
    summary: 'The process can do its work: Postgres and the queue answer',
    tags: ['System'],
    scope: 'public',
    status: 200,
    response: z.object({ status: z.string() }),
    example: { status: 'ready' },
    errors: ['unavailable'],
  },
  async ({ deps }) => {
    const missing = deps.stopping.aborted ? ['process'] : await missingParts(deps);
    if (missing.length === 0) return { data: { status: 'ready' } };
    throw new Problem('unavailable', sentence('unavailable'), { details: () => ({ missing }) });
  },
);

async function missingParts({ db, queue }: ApiDeps): Promise<string[]> {
  const parts = { postgres: () => readClock(db), queue: () => queue.ping() };
  const answers = await Promise.all(
    Object.entries(parts).map(async ([name, probe]) => ((await answersInTime(probe)) ? [] : [name])),
  );
  return answers.flat();
}

async function answersInTime(probe: () => Promise<unknown>): Promise<boolean> {
  const answered = probe().then(
    () => true,
    () => false,
  );
  return isTrueWithin(PROBE_MS, answered);
}
