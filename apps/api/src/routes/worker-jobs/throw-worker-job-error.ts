import { throwWorkerJobError } from '@carillon/core/engine/throw-worker-job-error';
import { defineRoute } from '../../http/define-route.js';
import { errorReport as reportExample, thrownError as thrownExample } from '../../openapi/worker-examples.js';
import { Problem } from '../../http/problem.js';
import { errorReport, workerJobParams } from '../../schemas/worker-job-input.js';
import { thrownError } from '../../schemas/worker-job-outcome.js';
import { isoInstant } from '../../shapes/iso-instant.js';
import { presentRaisedIncident } from '../../shapes/present-failure.js';
import { workerSurface } from '../../surfaces/worker.js';
import { jobNotFound, stateProblem } from './refuse.js';
import { accessOf } from './tenants.js';

const ERROR_CODE = /^[A-Z0-9_]{1,100}$/;

export const throwError = defineRoute(
  {
    surface: workerSurface,
    method: 'post',
    path: '/api/v1/jobs/{key}/throw-error',
    operationId: 'throwWorkerJobError',
    summary: 'End a worker job with a business error',
    description: 'There is no process that could catch the error: an incident is opened.',
    tags: ['Worker jobs'],
    scope: 'job',
    params: workerJobParams,
    body: { schema: errorReport, limitBytes: 2_000_000, maxDepth: 40, example: reportExample },
    status: 200,
    response: thrownError,
    example: thrownExample,
    errors: ['invalid_error_code', 'job_not_found', 'job_not_failable'],
  },
  async ({ params: { key }, body, principal, deps }) => {
    const { error_code: errorCode, error_message: message = null, variables } = body;
    if (!ERROR_CODE.test(errorCode)) throw errorCodeProblem(errorCode);
    const thrown = { key, activationId: body.activation_id ?? null, errorCode, message, variables };
    const outcome = await throwWorkerJobError(deps.workerJobs.pool, { ...accessOf(principal), ...thrown });
    if (outcome.kind === 'not_found') throw jobNotFound(key);
    if (outcome.kind === 'refused') throw stateProblem('job_not_failable', key, outcome);
    return {
      data: {
        job_key: key,
        status: 'ERROR_THROWN' as const,
        error_thrown_at: isoInstant(outcome.thrownAt),
        thrown_by: outcome.worker,
        error_details: { error_code: errorCode, error_message: message, variables: variables.value },
        process_continuation: null,
        incident_created: presentRaisedIncident(outcome.incident),
      },
    };
  },
);

function errorCodeProblem(provided: string): Problem {
  return new Problem(
    'invalid_error_code',
    () => 'error_code must be 1 to 100 capital letters, digits or underscores, e.g. PAYMENT_DECLINED',
    { details: () => ({ providedCode: provided.slice(0, 100) }) },
  );
}
