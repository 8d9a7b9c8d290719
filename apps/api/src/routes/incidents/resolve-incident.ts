import type { ResolutionWish } from '@carillon/core/domain/worker-job/decide-resolution';
import { resolveIncident } from '@carillon/core/engine/resolve-incident';
import { z } from 'zod';
import { defineRoute } from '../../http/define-route.js';
import { resolutionRequest as requestExample, resolvedIncident as example } from '../../openapi/incident-examples.js';
import { resolutionRequest } from '../../schemas/resolution-request.js';
import { incidentParams } from '../../schemas/worker-job-input.js';
import { isoInstant } from '../../shapes/iso-instant.js';
import { workerSurface } from '../../surfaces/worker.js';
import { accessOf } from '../worker-jobs/tenants.js';
import { resolutionProblem } from './refuse.js';

type Body = z.output<typeof resolutionRequest>;

export const resolveIncidentRoute = defineRoute(
  {
    surface: workerSurface,
    method: 'post',
    path: '/api/v1/incidents/{id}/resolve',
    operationId: 'resolveIncident',
    summary: 'Decide about an incident',
    description:
      'With `retry` the job may be activated again, exactly once for each incident, with `variables` laid over its own; with `dismiss` it stays as it is.',
    tags: ['Incidents'],
    scope: 'incident',
    params: incidentParams,
    body: { schema: resolutionRequest, limitBytes: 2_000_000, maxDepth: 40, example: requestExample },
    status: 200,
    response: z.object({
      incident_id: z.string(),
      job_key: z.string(),
      action: z.enum(['RETRY', 'DISMISS']),
      status: z.enum(['RESOLVED', 'DISMISSED']),
      resolved_at: z.iso.datetime(),
      resolution_details: z.object({
        job_retries_set: z.int().nullable(),
        variables_updated: z.array(z.string()),
        comment: z.string().nullable(),
        reason: z.string().nullable(),
      }),
      process_continuation: z.null(),
    }),
    example,
    errors: ['incident_not_found', 'incident_not_resolvable'],
  },
  async ({ params: { id }, body, principal, deps }) => {
    const outcome = await resolveIncident(deps.workerJobs, accessOf(principal), id, wishOf(body));
    if (outcome.kind !== 'retried' && outcome.kind !== 'dismissed') throw resolutionProblem(id, outcome);
    const retried = outcome.kind === 'retried';
    return {
      data: {
        incident_id: id,
        job_key: outcome.workerJobKey,
        action: retried ? ('RETRY' as const) : ('DISMISS' as const),
        status: retried ? ('RESOLVED' as const) : ('DISMISSED' as const),
        resolved_at: isoInstant(outcome.resolvedAt),
        resolution_details: {
          job_retries_set: retried ? outcome.retries : null,
          variables_updated: Object.keys(body.variables?.value ?? {}),
          comment: body.comment ?? null,
          reason: body.reason ?? null,
        },
        process_continuation: null,
      },
    };
  },
);

function wishOf(body: Body): ResolutionWish {
  const { action, job_retries, variables, comment = null, reason = null } = body;
  if (action === 'dismiss') return { action, reason, comment };
  return { action, jobRetries: job_retries ?? null, variables: variables?.value ?? {}, comment };
}
