import { MAX_JOBS_PER_ACTIVATION, MAX_LEASE_MS } from '@carillon/core/domain/worker-job/lease';
import { MAX_VARIABLES_BYTES, MAX_VARIABLES_DEPTH } from '@carillon/core/domain/worker-job/variables';
import { VERSION } from '@carillon/core/version';
import { z } from 'zod';
import { defineRoute } from '../../http/define-route.js';
import { systemInfo as example } from '../../openapi/incident-examples.js';
import { MAX_DRAFTS, MAX_WAIT_MS } from '../../schemas/worker-job-input.js';
import { workerSurface } from '../../surfaces/worker.js';
import { STARTED_AT, uptimeSeconds } from './started-at.js';

export const getSystemInfo = defineRoute(
  {
    surface: workerSurface,
    method: 'get',
    path: '/api/v1/system/info',
    operationId: 'getSystemInfo',
    summary: 'Versions and limits',
    tags: ['Worker system'],
    scope: 'system',
    status: 200,
    response: z.object({
      version: z.object({ carillon: z.string(), node: z.string(), platform: z.string() }),
      configuration: z.object({ node_id: z.string(), quota_timezone: z.string() }),
      limits: z.object({
        max_jobs_per_activation: z.int(),
        max_jobs_per_batch: z.int(),
        max_lease_ms: z.int(),
        max_request_timeout_ms: z.int(),
        max_variables_bytes: z.int(),
        max_variables_depth: z.int(),
      }),
      runtime: z.object({ started_at: z.iso.datetime(), uptime_seconds: z.int() }),
    }),
    example,
  },
  ({ deps }) => ({
    data: {
      version: { carillon: VERSION, node: process.version, platform: `${process.platform}/${process.arch}` },
      configuration: { node_id: deps.workerJobs.node, quota_timezone: deps.quotaTimezone },
      limits: {
        max_jobs_per_activation: MAX_JOBS_PER_ACTIVATION,
        max_jobs_per_batch: MAX_DRAFTS,
        max_lease_ms: MAX_LEASE_MS,
        max_request_timeout_ms: MAX_WAIT_MS,
        max_variables_bytes: MAX_VARIABLES_BYTES,
        max_variables_depth: MAX_VARIABLES_DEPTH,
      },
      runtime: { started_at: STARTED_AT.toISOString(), uptime_seconds: uptimeSeconds() },
    },
  }),
);
