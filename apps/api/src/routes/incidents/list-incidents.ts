import { listIncidents } from '@carillon/core/engine/list-incidents';
import { defineRoute } from '../../http/define-route.js';
import { incidentPage as example } from '../../openapi/incident-examples.js';
import { incidentPage, incidentQuery } from '../../schemas/incident.js';
import { presentIncident } from '../../shapes/present-incident.js';
import { workerSurface } from '../../surfaces/worker.js';
import { accessOf } from '../worker-jobs/tenants.js';

export const listIncidentsRoute = defineRoute(
  {
    surface: workerSurface,
    method: 'get',
    path: '/api/v1/incidents',
    operationId: 'listIncidents',
    summary: 'List incidents, newest first',
    tags: ['Incidents'],
    scope: 'incident',
    query: incidentQuery,
    status: 200,
    response: incidentPage,
    example,
  },
  async ({ query, principal, deps }) => {
    const { status, type, created_after: createdAfter, created_before: createdBefore, limit, offset } = query;
    const filter = { ...accessOf(principal), status, type, createdAfter, createdBefore };
    const { incidents, total } = await listIncidents(deps.db, filter, { limit, offset });
    const pagination = { total, limit, offset, has_next: offset + incidents.length < total, has_previous: offset > 0 };
    return { data: { incidents: incidents.map(presentIncident), pagination } };
  },
);
