import { sentence } from '@carillon/core/messages/say';
import { z } from 'zod';
import { defineRoute } from '../../http/define-route.js';
import { Problem } from '../../http/problem.js';
import { plainSurface } from '../../surfaces/plain.js';
import { missingParts } from './missing-parts.js';

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
