import { updateCronJob } from '@carillon/core/engine/update-cron-job';
import { sentence } from '@carillon/core/messages/say';
import { defineRoute } from '../../http/define-route.js';
import { changes, updatedJob } from '../../openapi/examples.js';
import { job } from '../../schemas/job.js';
import { jobChanges } from '../../schemas/job-input.js';
import { jobParams } from '../../schemas/params.js';
import { presentJob } from '../../shapes/present-job.js';
import { cronSurface } from '../../surfaces/cron.js';
import { checkEgress } from './check-egress.js';
import { checkTarget } from './check-target.js';
import { updateProblem } from './refuse.js';

export const updateJob = defineRoute(
  {
    surface: cronSurface,
    method: 'patch',
    path: '/api/jobs/{jobId}',
    operationId: 'updateJob',
    summary: 'ジョブの更新',
    description:
      'Changes the fields that are sent; null clears `headers` and `body`, and brings what a policy has chosen back to its default; of `retry` too only the fields that are sent change. Among `headers` the value `********` keeps what is stored under its name. Another kind of `target` needs that kind’s fields, and clears the others; worker jobs that exist already stay.',
    tags: ['Jobs'],
    scope: 'write:jobs',
    params: jobParams,
    body: { schema: jobChanges, example: changes },
    status: 200,
    response: job,
    example: updatedJob,
    exampleMessage: sentence('job_updated'),
    errors: ['egress_denied', 'plan_limit', 'not_found'],
  },
  async ({ params, body, principal, actor, deps }) => {
    checkTarget(principal, body.target);
    checkEgress(deps, body.url);
    const input = { userId: principal.userId, cronJobId: params.jobId, changes: body, actor };
    const outcome = await updateCronJob(deps.db, deps, input);
    if (outcome.kind !== 'updated') throw updateProblem(outcome);
    return { data: presentJob(outcome.job, principal, deps.keyring), message: sentence('job_updated') };
  },
);
