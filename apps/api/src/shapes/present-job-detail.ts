import type { WorkerJob } from '@carillon/core/db/queries/worker-jobs';
import { BACKOFF_STEPS_MS } from '@carillon/core/domain/worker-job/backoff';
import { failuresIn, type WorkerJobEvent } from '@carillon/core/domain/worker-job/history';
import type { FoundWorkerJob } from '@carillon/core/engine/find-worker-job';
import type { z } from 'zod';
import type { workerJobDetail } from '../schemas/worker-job-detail.js';
import { isoInstant } from './iso-instant.js';
import { presentFailure } from './present-failure.js';
import { presentStanding } from './present-worker-job.js';

type Detail = z.input<typeof workerJobDetail>;

const NO_PROCESS = {
  process_instance_id: null,
  process_id: null,
  process_version: null,
  element_id: null,
  element_type: null,
  element_name: null,
  element_instance_id: null,
  token_id: null,
};

/** Shapes a worker job with all there is to tell about it. */
export function presentJobDetail({ job, incident, now }: FoundWorkerJob): Detail {
  const { retries, originalRetries, failures, worker, activatedAt } = job;
  return {
    ...presentStanding({ ...job, now: now.getTime() }),
    process_context: NO_PROCESS,
    worker_assignment:
      worker === null || activatedAt === null ? null : { worker_id: worker, assigned_at: activatedAt.toISOString() },
    retry_configuration: {
      retries,
      original_retries: originalRetries,
      retries_used: failures,
      retry_backoff: 'EXPONENTIAL',
      max_retry_delay_ms: BACKOFF_STEPS_MS.at(-1) ?? 0,
    },
    variables: job.variables,
    custom_headers: job.customHeaders,
    ...executionOf(job),
    ...failureOf(job),
    ...(incident && {
      incident_information: {
        incident_id: incident.id,
        type: incident.type,
        status: incident.status,
        created_at: incident.createdAt.toISOString(),
      },
    }),
    cancellation_reason: job.cancelReason,
    execution_history: historyOf(job),
    execution_history_cut: job.historyCut,
    performance_metrics: {
      creation_to_activation_ms: activatedAt && activatedAt.getTime() - job.createdAt.getTime(),
      activation_to_completion_ms: job.state === 'COMPLETED' ? processingMs(job) : null,
    },
  };
}

function processingMs({ activatedAt, finishedAt }: WorkerJob): number | null {
  return activatedAt === null || finishedAt === null ? null : finishedAt.getTime() - activatedAt.getTime();
}

function executionOf(job: WorkerJob): Pick<Detail, 'execution_summary'> {
  const { state, createdAt, activatedAt, finishedAt, failures, worker, resultVariables } = job;
  if (state !== 'COMPLETED' || activatedAt === null || finishedAt === null) return {};
  const totalMs = finishedAt.getTime() - createdAt.getTime();
  const ownMs = finishedAt.getTime() - activatedAt.getTime();
  return {
    execution_summary: {
      started_at: activatedAt.toISOString(),
      total_duration_ms: totalMs,
      processing_time_ms: ownMs,
      system_overhead_ms: totalMs - ownMs,
      retries_used: failures,
      completed_by: worker,
      result_variables: resultVariables ?? {},
    },
  };
}

function failureOf(job: WorkerJob): Pick<Detail, 'failure_information'> {
  const { state, failures, errorMessage, errorCode, history } = job;
  if (failures === 0 && state !== 'ERROR_THROWN') return {};
  const events = failuresIn(history);
  return {
    failure_information: {
      error_message: errorMessage,
      error_code: errorCode,
      final_attempt: state === 'FAILED' || state === 'ERROR_THROWN',
      total_attempts: failures,
      failure_history: events.map((event, i) => presentFailure(event, i + 1)),
    },
  };
}

/** The creation is no event of its own: the row tells when it was. */
function historyOf({ createdAt, history }: WorkerJob): Detail['execution_history'] {
  return [{ timestamp: createdAt.toISOString(), action: 'JOB_CREATED' }, ...history.map(presentEvent)];
}

function presentEvent(event: WorkerJobEvent): Detail['execution_history'][number] {
  return {
    timestamp: isoInstant(event.at),
    action: event.type,
    ...('worker' in event && { worker_id: event.worker }),
    ...('retries' in event && { retries: event.retries }),
    ...('expiries' in event && { expiries: event.expiries }),
    ...('timeoutMs' in event && { timeout_ms: event.timeoutMs }),
    ...('message' in event && { error: event.message }),
    ...('errorCode' in event && { error_code: event.errorCode }),
    ...('reason' in event && { reason: event.reason }),
  };
}
