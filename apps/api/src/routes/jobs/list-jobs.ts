import type { CronJob } from '@carillon/core/db/queries/cron-jobs';
import { listCronJobs } from '@carillon/core/engine/list-cron-jobs';
import { sentence } from '@carillon/core/messages/say';
import { z } from 'zod';
import { defineRoute } from '../../http/define-route.js';
import { invalidInput } from '../../http/problem.js';
import { job as example } from '../../openapi/examples.js';
import { job } from '../../schemas/job.js';
import {
  CURSOR_HEADERS,
  nextCursor,
  nextRankedCursor,
  pageSize,
  rankedCursor,
  searchText,
  truth,
  type RankedPlace,
} from '../../schemas/query-fields.js';
import { presentJob } from '../../shapes/present-job.js';
import { cronSurface } from '../../surfaces/cron.js';

export const listJobs = defineRoute(
  {
    surface: cronSurface,
    method: 'get',
    path: '/api/jobs',
    operationId: 'listJobs',
    summary: 'ジョブ一覧の取得',
    description:
      'Jobs, newest first, a page at a time. With `failing=true` those whose last run failed, most failures in a row first.',
    tags: ['Jobs'],
    scope: 'read:jobs',
    query: z.strictObject({
      limit: pageSize,
      cursor: rankedCursor.optional(),
      q: searchText.meta({ description: 'A part of the name.' }).optional(),
      tag: searchText.optional(),
      enabled: truth.optional(),
      failing: truth.optional().meta({ description: '`consecutiveFailures` is above 0, or is not.' }),
    }),
    status: 200,
    response: z.array(job),
    responseHeaders: CURSOR_HEADERS,
    example: [example],
  },
  async ({ query, principal, deps }) => {
    const { limit, cursor, q: search, tag, enabled, failing } = query;
    const place = placeOf(cursor, failing === true);
    const filter = { userId: principal.userId, limit, ...place, search, tag, enabled, failing };
    const page = await listCronJobs(deps.db, filter);
    return {
      data: page.items.map((row) => presentJob(row, principal, deps.keyring)),
      headers: failing === true && page.nextId !== null ? nextFailing(page.items) : nextCursor(page.nextId),
    };
  },
);

/** @throws Problem 400 for a cursor of the other order. */
function placeOf(cursor: string | RankedPlace | undefined, ranked: boolean) {
  if (cursor === undefined) return {};
  if ((typeof cursor !== 'string') !== ranked)
    throw invalidInput([{ path: ['cursor'], say: sentence('field_bad_cursor') }]);
  return typeof cursor === 'string' ? { beforeId: cursor } : { beforeId: cursor.id, beforeFailures: cursor.rank };
}

function nextFailing(items: readonly CronJob[]) {
  const last = items.at(-1);
  return nextRankedCursor(last === undefined ? null : { id: last.id, rank: last.consecutiveFailures });
}
