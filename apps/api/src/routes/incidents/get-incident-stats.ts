import type { IncidentFigures } from '@carillon/core/domain/worker-job/incident-statistics';
import { summarizeIncidents } from '@carillon/core/engine/summarize-incidents';
import { z } from 'zod';
import { defineRoute } from '../../http/define-route.js';
import { incidentStats as example } from '../../openapi/incident-examples.js';
import { incidentSpan } from '../../schemas/incident.js';
import { workerSurface } from '../../surfaces/worker.js';
import { accessOf } from '../worker-jobs/tenants.js';

const figures = z
  .object({
    total: z.number(),
    open: z.number(),
    resolved: z.number(),
    dismissed: z.number(),
    resolution_rate_percent: z.number().nullable(),
    avg_resolution_seconds: z.number().nullable().meta({ description: 'Of those that were resolved or dismissed.' }),
  })
  .meta({ id: 'IncidentFigures' });

export const getIncidentStats = defineRoute(
  {
    surface: workerSurface,
    method: 'get',
    path: '/api/v1/incidents/stats',
    operationId: 'getIncidentStats',
    summary: 'How many incidents there are and how they ended',
    tags: ['Incidents'],
    scope: 'incident',
    query: incidentSpan,
    status: 200,
    response: z.object({
      summary: figures,
      by_type: z.object({ JOB_FAILURE: figures, UNHANDLED_BPMN_ERROR: figures, LEASE_EXPIRED: figures }),
    }),
    example,
  },
  async ({ query, principal, deps }) => {
    const { created_after: createdAfter, created_before: createdBefore } = query;
    const filter = { ...accessOf(principal), createdAfter, createdBefore };
    const { all, byType } = await summarizeIncidents(deps.db, filter);
    return {
      data: {
        summary: present(all),
        by_type: {
          JOB_FAILURE: present(byType.JOB_FAILURE),
          UNHANDLED_BPMN_ERROR: present(byType.UNHANDLED_BPMN_ERROR),
          LEASE_EXPIRED: present(byType.LEASE_EXPIRED),
        },
      },
    };
  },
);

function present({ total, open, resolved, dismissed, ...rest }: IncidentFigures): z.input<typeof figures> {
  const { resolutionRatePercent: resolution_rate_percent, averageResolutionSeconds: avg_resolution_seconds } = rest;
  return { total, open, resolved, dismissed, resolution_rate_percent, avg_resolution_seconds };
}
