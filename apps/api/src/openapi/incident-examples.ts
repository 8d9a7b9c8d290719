import { KEY, CREATED_AT, raised } from './worker-examples.js';

/** Examples of incidents and of the system's state, as worker-examples.ts has those of jobs. */

export const incident = {
  id: raised.incident_id,
  type: 'UNHANDLED_BPMN_ERROR',
  status: 'RESOLVED',
  message: 'The recipient does not exist',
  process_instance_id: null,
  element_id: null,
  job_key: KEY,
  job_type: 'email-sender',
  worker: 'email-worker-01',
  tenant_id: 'default',
  created_at: raised.created_at,
  resolved_at: '2025-01-11T11:30:00.000Z',
  resolution: { action: 'RETRY', job_retries: 3, comment: 'The address was corrected', reason: null },
};

export const incidentPage = {
  incidents: [incident],
  pagination: { total: 1, limit: 10, offset: 0, has_next: false, has_previous: false },
};

export const resolutionRequest = {
  action: 'retry',
  job_retries: 3,
  variables: { recipient: 'customer@example.com' },
  comment: 'The address was corrected',
};

export const resolvedIncident = {
  incident_id: raised.incident_id,
  job_key: KEY,
  action: 'RETRY',
  status: 'RESOLVED',
  resolved_at: incident.resolved_at,
  resolution_details: {
    job_retries_set: 3,
    variables_updated: ['recipient'],
    comment: 'The address was corrected',
    reason: null,
  },
  process_continuation: null,
};

const figures = {
  total: 3,
  open: 1,
  resolved: 1,
  dismissed: 1,
  resolution_rate_percent: 33.3,
  avg_resolution_seconds: 1_800,
};
const none = {
  ...figures,
  total: 0,
  open: 0,
  resolved: 0,
  dismissed: 0,
  resolution_rate_percent: null,
  avg_resolution_seconds: null,
};

export const incidentStats = {
  summary: figures,
  by_type: { JOB_FAILURE: figures, UNHANDLED_BPMN_ERROR: none, LEASE_EXPIRED: none },
};

const STARTED_AT = '2025-01-10T10:30:00.000Z';

export const systemStatus = {
  status: 'HEALTHY',
  version: '0.1.0',
  node_id: 'srv1',
  started_at: STARTED_AT,
  uptime_seconds: 86_400,
  components: { postgres: { status: 'HEALTHY' }, queue: { status: 'HEALTHY' } },
  waiting_polls: 12,
};

export const systemMetrics = {
  timestamp: CREATED_AT,
  process: {
    uptime_seconds: 86_400,
    memory_mb: 142.3,
    heap_used_mb: 61.8,
    cpu_seconds: 512.4,
    database_connections: 10,
    waiting_polls: 12,
  },
  jobs: { ready: 40, waiting: 3, active: 34, oldest_ready_seconds: 1.4 },
  incidents: { open: 2 },
  storage: { database_size_mb: 1_024.5 },
};

export const systemInfo = {
  version: { carillon: '0.1.0', node: 'v20.20.2', platform: 'linux/x64' },
  configuration: { node_id: 'srv1', quota_timezone: 'Asia/Tokyo' },
  limits: {
    max_jobs_per_activation: 100,
    max_jobs_per_batch: 1_000,
    max_lease_ms: 3_600_000,
    max_request_timeout_ms: 30_000,
    max_variables_bytes: 262_144,
    max_variables_depth: 32,
  },
  runtime: { started_at: STARTED_AT, uptime_seconds: 86_400 },
};
