import { z } from 'zod';
import { defineRoute } from '../../http/define-route.js';
import { plainSurface } from '../../surfaces/plain.js';

export const health = defineRoute(
  {
    surface: plainSurface,
    method: 'get',
    path: '/health',
    operationId: 'health',
    summary: 'The process lives',
    tags: ['System'],
    scope: 'public',
    status: 200,
    response: z.object({ status: z.string() }),
    example: { status: 'ok' },
  },
  () => ({ data: { status: 'ok' } }),
);
