/** Examples of the worker surface: the contract's own where it has them; the tests hold them against the schemas. */

export const KEY = 'srv1-job-0194552a8a4070008000000000000001';
const ACTIVATION = '0194552b-7d20-7000-8000-000000000001';
export const CREATED_AT = '2025-01-11T10:30:00.000Z';
const ACTIVATED_AT = '2025-01-11T10:31:00.000Z';

const noProcess = { process_instance_id: null, element_id: null, element_instance_id: null };

const variables = { recipient: 'user@example.com', subject: 'Welcome', body: 'Welcome to our service!' };

export const jobDraft = { type: 'email-sender', variables };

const dataDraft = {
  type: 'data-processor',
  variables: { inputFile: '/data/input.csv', outputFormat: 'json' },
  retries: 5,
  custom_headers: { priority: 'high', department: 'analytics' },
};

export const jobDrafts = [jobDraft, { ...dataDraft, timeout: 'PT10M' }];

export const createdJob = {
  job_key: KEY,
  type: 'email-sender',
  status: 'CREATED',
  created_at: CREATED_AT,
  retries: 3,
  timeout_ms: 120_000,
  deadline: '2025-01-11T10:32:00.000Z',
  variables,
  custom_headers: {},
  tenant_id: 'default',
  priority: 0,
  run_at: null,
  manual_job: true,
  available_for_activation: true,
};

const createdDataJob = {
  ...createdJob,
  ...dataDraft,
  job_key: 'srv1-job-0194552a8a4070008000000000000002',
  timeout_ms: 600_000,
  deadline: '2025-01-11T10:40:00.000Z',
};

export const createdJobs = { count: 2, jobs: [createdJob, createdDataJob] };

export const activationRequest = { type: 'email-sender', worker: 'email-worker-01', max_jobs: 5, timeout: 60_000 };

export const activation = {
  jobs: [
    {
      key: KEY,
      type: 'email-sender',
      ...noProcess,
      worker: 'email-worker-01',
      retries: 3,
      deadline: '2025-01-11T10:32:00.000Z',
      variables,
      custom_headers: {},
      created_at: CREATED_AT,
      activated_at: ACTIVATED_AT,
      activation_id: ACTIVATION,
      tenant_id: 'default',
      priority: 0,
    },
  ],
  worker: 'email-worker-01',
  activated_count: 1,
  timeout: 60_000,
};

export const completion = { variables: { messageId: 'msg_abc123', subject: 'Welcome!' }, activation_id: ACTIVATION };

const executionSummary = {
  started_at: ACTIVATED_AT,
  total_duration_ms: 105_456,
  processing_time_ms: 45_456,
  system_overhead_ms: 60_000,
  retries_used: 0,
};

export const completedJob = {
  job_key: KEY,
  status: 'COMPLETED',
  completed_at: '2025-01-11T10:31:45.456Z',
  completed_by: 'email-worker-01',
  execution_summary: executionSummary,
  process_continuation: null,
  variables_updated: { added: ['messageId'], modified: ['subject'], removed: [] },
  result_variables: completion.variables,
};

export const failureReport = { retries: 2, error_message: 'Connection refused', backoff_duration: 'PT1M' };

const failure = {
  attempt: 1,
  failed_at: '2025-01-11T10:31:45.456Z',
  error: 'Connection refused',
  worker_id: 'email-worker-01',
};

export const failedJob = {
  job_key: KEY,
  status: 'FAILED_RETRYABLE',
  failed_at: failure.failed_at,
  failed_by: failure.worker_id,
  error_message: failure.error,
  retries_remaining: 2,
  original_retries: 3,
  attempt_number: 1,
  retry_strategy: {
    backoff_duration: 'PT1M',
    backoff_type: 'FIXED',
    next_retry_at: '2025-01-11T10:32:45.456Z',
  },
  failure_history: [failure],
};

export const raised = {
  incident_id: 'incident_0194552c2a1070008000000000000001',
  type: 'UNHANDLED_BPMN_ERROR',
  status: 'OPEN',
  created_at: '2025-01-11T10:31:45.456Z',
};

export const errorReport = {
  error_code: 'MAILBOX_UNKNOWN',
  error_message: 'The recipient does not exist',
  variables: { recipient: 'user@example.com' },
};

export const thrownError = {
  job_key: KEY,
  status: 'ERROR_THROWN',
  error_thrown_at: '2025-01-11T10:31:45.456Z',
  thrown_by: 'email-worker-01',
  error_details: errorReport,
  process_continuation: null,
  incident_created: raised,
};

export const cancelledJob = {
  job_key: KEY,
  status: 'CANCELLED',
  cancelled_at: '2025-01-11T10:31:45.456Z',
  was_active: true,
  worker_id: 'email-worker-01',
  cancellation_reason: 'Cancelled through the API',
};

export const jobRetries = { job_key: KEY, status: 'FAILED_RETRYABLE', retries: 5 };

export const jobLease = {
  job_key: KEY,
  status: 'ACTIVE',
  worker_id: 'email-worker-01',
  timeout_ms: 120_000,
  deadline: '2025-01-11T10:33:45.456Z',
};

const standing = {
  job_key: KEY,
  type: 'email-sender',
  status: 'COMPLETED',
  tenant_id: 'default',
  priority: 0,
  created_at: CREATED_AT,
  run_at: CREATED_AT,
  activated_at: ACTIVATED_AT,
  deadline: '2025-01-11T10:32:00.000Z',
  completed_at: completedJob.completed_at,
  failed_at: null,
  cancelled_at: null,
  timeout_ms: 120_000,
  available_for_activation: false,
};

export const jobDetail = {
  ...standing,
  process_context: {
    process_instance_id: null,
    process_id: null,
    process_version: null,
    element_id: null,
    element_type: null,
    element_name: null,
    element_instance_id: null,
    token_id: null,
  },
  worker_assignment: { worker_id: 'email-worker-01', assigned_at: ACTIVATED_AT },
  retry_configuration: {
    retries: 3,
    original_retries: 3,
    retries_used: 0,
    retry_backoff: 'EXPONENTIAL',
    max_retry_delay_ms: 300_000,
  },
  variables,
  custom_headers: {},
  execution_summary: {
    ...executionSummary,
    completed_by: 'email-worker-01',
    result_variables: completion.variables,
  },
  cancellation_reason: null,
  execution_history: [
    { timestamp: CREATED_AT, action: 'JOB_CREATED' },
    { timestamp: ACTIVATED_AT, action: 'JOB_ACTIVATED', worker_id: 'email-worker-01' },
    { timestamp: completedJob.completed_at, action: 'JOB_COMPLETED', worker_id: 'email-worker-01' },
  ],
  execution_history_cut: 0,
  performance_metrics: { creation_to_activation_ms: 60_000, activation_to_completion_ms: 45_456 },
};

export const jobPage = {
  jobs: [
    {
      ...standing,
      ...noProcess,
      worker_id: 'email-worker-01',
      retries: 3,
      original_retries: 3,
      error_message: null,
      variables,
      custom_headers: {},
    },
  ],
  pagination: { page: 1, page_size: 20, total_count: 1, total_pages: 1, has_next: false, has_prev: false },
  summary: {
    total_jobs: 1,
    pending_jobs: 0,
    active_jobs: 0,
    completed_jobs: 1,
    failed_jobs: 0,
    cancelled_jobs: 0,
    success_rate_percent: 100,
    avg_duration_seconds: 45.456,
  },
  filters_applied: {
    state: 'completed',
    type: null,
    worker: null,
    tenant_id: null,
    created_after: null,
    created_before: null,
    period: null,
  },
};

const emailFigures = {
  ...{ total_jobs: 1_000, pending_jobs: 12, active_jobs: 8, completed_jobs: 960, failed_jobs: 15, cancelled_jobs: 5 },
  ...{ success_rate_percent: 98.5, avg_processing_ms: 812.4 },
};

export const jobStats = {
  period: '24h',
  overview: { ...emailFigures, errors_thrown: 3, avg_total_ms: 1_140.2 },
  job_types: [{ type: 'email-sender', ...emailFigures }],
  worker_performance: [
    {
      worker: 'email-worker-01',
      ...{ ...emailFigures, total_jobs: 980, pending_jobs: 0, cancelled_jobs: 0, active_jobs: 5 },
    },
  ],
  performance_metrics: {
    avg_processing_ms: 812.4,
    avg_total_ms: 1_140.2,
    avg_overhead_ms: 327.8,
    p50_processing_ms: 701.6,
    p95_processing_ms: 1_902.3,
    p99_processing_ms: 3_688.1,
    failed_attempts: 41,
  },
  filters_applied: { type: null, worker: null, tenant_id: null },
};
