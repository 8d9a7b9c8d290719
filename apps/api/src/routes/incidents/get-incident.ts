import { findIncident } from '@carillon/core/engine/find-incident';
import { defineRoute } from '../../http/define-route.js';
import { incident as example } from '../../openapi/incident-examples.js';
import { incident } from '../../schemas/incident.js';
import { incidentParams } from '../../schemas/worker-job-input.js';
import { presentIncident } from '../../shapes/present-incident.js';
import { workerSurface } from '../../surfaces/worker.js';
import { accessOf } from '../worker-jobs/tenants.js';
import { incidentNotFound } from './refuse.js';

export const getIncident = defineRoute(
  {
    surface: workerSurface,
    method: 'get',
    path: '/api/v1/incidents/{id}',
    operationId: 'getIncident',
    summary: 'An incident',
    tags: ['Incidents'],
    scope: 'incident',
    params: incidentParams,
    status: 200,
    response: incident,
    example,
    errors: ['incident_not_found'],
  },
  async ({ params: { id }, principal, deps }) => {
    const found = await findIncident(deps.db, accessOf(principal), id);
    if (found === null) throw incidentNotFound(id);
    return { data: presentIncident(found) };
  },
);
