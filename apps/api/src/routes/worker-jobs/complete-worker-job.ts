import type { CompletedWorkerJob } from '@carillon/core/engine/complete-worker-jobs';
import type { z } from 'zod';
import { defineRoute } from '../../http/define-route.js';
import { completedJob as completedExample, completion as completionExample } from '../../openapi/worker-examples.js';
import type { JsonObject } from '../../schemas/json-object.js';
import { completedJob } from '../../schemas/worker-job.js';
import { completion, workerJobParams } from '../../schemas/worker-job-input.js';
import { isoInstant } from '../../shapes/iso-instant.js';
import { workerSurface } from '../../surfaces/worker.js';
import { jobNotFound, stateProblem } from './refuse.js';
import { accessOf } from './tenants.js';

export const completeWorkerJob = defineRoute(
  {
    surface: workerSurface,
    method: 'put',
    path: '/api/v1/jobs/{key}/complete',
    operationId: 'completeWorkerJob',
    summary: 'Complete a worker job',
    description:
      'Accepted also after the deadline, as long as nobody else has activated the job since. Without `activation_id` the first to finish wins.',
    tags: ['Worker jobs'],
    scope: 'job',
    params: workerJobParams,
    body: { schema: completion, limitBytes: 2_000_000, maxDepth: 40, optional: true, example: completionExample },
    status: 200,
    response: completedJob,
    example: completedExample,
    errors: ['job_not_found', 'job_not_completable'],
  },
  async ({ params: { key }, body, principal, deps }) => {
    const activationId = body.activation_id ?? null;
    const report = { ...accessOf(principal), key, activationId, variables: body.variables };
    const outcome = await deps.workerJobs.writer.complete(report);
    if (outcome.kind === 'not_found') throw jobNotFound(key);
    if (outcome.kind === 'refused') throw stateProblem('job_not_completable', key, outcome);
    return { data: present(outcome, body.variables.value) };
  },
);

function present(job: CompletedWorkerJob, result: JsonObject): z.input<typeof completedJob> {
  const { createdAt, activatedAt, completedAt } = job;
  const totalMs = Math.round(completedAt - createdAt);
  const processingMs = Math.round(completedAt - activatedAt);
  return {
    job_key: job.key,
    status: 'COMPLETED',
    completed_at: isoInstant(completedAt),
    completed_by: job.worker,
    execution_summary: {
      started_at: isoInstant(activatedAt),
      total_duration_ms: totalMs,
      processing_time_ms: processingMs,
      system_overhead_ms: totalMs - processingMs,
      retries_used: job.failures,
    },
    process_continuation: null,
    variables_updated: job.variableChanges,
    result_variables: result,
  };
}
