import { readLateness } from '@carillon/core/engine/read-lateness';
import { z } from 'zod';
import { defineRoute } from '../../http/define-route.js';
import { user } from '../../openapi/plan-examples.js';
import { wholeNumber } from '../../schemas/query-fields.js';
import { cronSurface } from '../../surfaces/cron.js';

const ms = z.number().meta({ description: 'Milliseconds from the due instant to the start of the call.' });

export const getLateness = defineRoute(
  {
    surface: cronSurface,
    method: 'get',
    path: '/api/admin/lateness',
    operationId: 'getLateness',
    summary: 'ユーザーごとの遅延',
    description:
      'How late each user’s scheduled runs of the last minutes began, the hundred latest users first. Shows whether one user’s load delays another.',
    tags: ['Admin'],
    scope: 'operator',
    query: z.strictObject({
      minutes: wholeNumber({ min: 1, max: 60, fallback: 10, description: 'How far to look back.' }).default(10),
    }),
    status: 200,
    response: z.array(
      z.object({ userId: z.string(), runs: z.int(), p50Ms: ms, p99Ms: ms, maxMs: ms }).meta({ id: 'UserLateness' }),
    ),
    example: [{ userId: user.id, runs: 600, p50Ms: 12, p99Ms: 48, maxMs: 95 }],
  },
  async ({ query, deps }) => ({ data: await readLateness(deps.db, query.minutes) }),
);
