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
    summary: 'The process can do its work: Postgres answers',
    description:
      'A queue that is away is named and no reason to send requests elsewhere: they need Postgres alone, and what they queue is published when it is back.',
    tags: ['System'],
    scope: 'public',
    status: 200,
    response: z.object({ status: z.string(), missing: z.array(z.literal('queue')) }),
    example: { status: 'ready', missing: [] },
    errors: ['unavailable'],
  },
  async ({ deps }) => {
    const missing = deps.draining.aborted ? (['process'] as const) : await missingParts(deps);
    const queueAlone = missing.filter((part) => part === 'queue');
    if (missing.length === queueAlone.length) return { data: { status: 'ready', missing: queueAlone } };
    throw new Problem('unavailable', sentence('unavailable'), { details: () => ({ missing }) });
  },
);
