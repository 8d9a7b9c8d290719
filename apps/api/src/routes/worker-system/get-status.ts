import { VERSION } from '@carillon/core/version';
import { z } from 'zod';
import { defineRoute } from '../../http/define-route.js';
import { systemStatus as example } from '../../openapi/incident-examples.js';
import { workerSurface } from '../../surfaces/worker.js';
import { missingParts } from '../system/missing-parts.js';
import { STARTED_AT, uptimeSeconds } from './started-at.js';

const component = z.object({ status: z.enum(['HEALTHY', 'UNHEALTHY']) });

export const getSystemStatus = defineRoute(
  {
    surface: workerSurface,
    method: 'get',
    path: '/api/v1/system/status',
    operationId: 'getSystemStatus',
    summary: 'How this process and what it depends on are',
    tags: ['Worker system'],
    scope: 'system',
    status: 200,
    response: z.object({
      status: z.enum(['HEALTHY', 'DEGRADED', 'STOPPING']),
      version: z.string(),
      node_id: z.string(),
      started_at: z.iso.datetime(),
      uptime_seconds: z.int(),
      components: z.object({ postgres: component, queue: component }),
      waiting_polls: z.int().meta({ description: 'Workers that wait for jobs in this process.' }),
    }),
    example,
  },
  async ({ deps }) => {
    const missing = await missingParts(deps);
    const status = missing.length === 0 ? ('HEALTHY' as const) : ('DEGRADED' as const);
    const componentOf = (part: (typeof missing)[number]) =>
      missing.includes(part) ? { status: 'UNHEALTHY' as const } : { status: 'HEALTHY' as const };
    return {
      data: {
        status: deps.draining.aborted ? ('STOPPING' as const) : status,
        version: VERSION,
        node_id: deps.workerJobs.node,
        started_at: STARTED_AT.toISOString(),
        uptime_seconds: uptimeSeconds(),
        components: { postgres: componentOf('postgres'), queue: componentOf('queue') },
        waiting_polls: deps.workerJobs.room.waiting,
      },
    };
  },
);
