import { z } from 'zod';
import { defineRoute } from '../../http/define-route.js';
import { Problem } from '../../http/problem.js';
import { activation as example, activationRequest as requestExample } from '../../openapi/worker-examples.js';
import { activatedJob } from '../../schemas/worker-job.js';
import { activationRequest, MAX_WAIT_MS } from '../../schemas/worker-job-input.js';
import { presentActivatedJob } from '../../shapes/present-activated-job.js';
import { workerSurface } from '../../surfaces/worker.js';
import { accessOf } from './tenants.js';

type Body = z.output<typeof activationRequest>;

/** When a key that has too many polls waiting may try again. */
const RETRY_AFTER_SECONDS = 1;

export const activateJobs = defineRoute(
  {
    surface: workerSurface,
    method: 'post',
    path: '/api/v1/jobs/activate',
    operationId: 'activateWorkerJobs',
    summary: 'Take jobs under a lease, waiting for them when there are none',
    description:
      'Jobs come by priority, then age; tenants take turns. A job is never given to two workers. When its lease runs out it is offered again without using a retry.',
    tags: ['Worker jobs'],
    scope: 'job',
    patienceMs: () => MAX_WAIT_MS,
    body: { schema: activationRequest, example: requestExample },
    status: 200,
    response: z.object({
      jobs: z.array(activatedJob),
      worker: z.string(),
      activated_count: z.int(),
      timeout: z.int(),
    }),
    example,
  },
  async ({ body, principal, caller, deps: { workerJobs } }) => {
    const access = accessOf(principal, body.tenant_ids);
    const wait = { ...wishOf(body), ...access, keyId: principal.keyId, signal: caller.gone() };
    const outcome = await workerJobs.room.wait(wait);
    if (outcome.kind === 'too_many_waits') throw tooManyWaits();
    const { jobs } = outcome;
    workerJobs.measure(jobs);
    return {
      data: {
        jobs: jobs.map(presentActivatedJob),
        worker: body.worker,
        activated_count: jobs.length,
        timeout: body.timeout,
      },
      ...(jobs.length > 0 && { takeBack: () => workerJobs.giveBack(jobs) }),
    };
  },
);

/** A lease begins when a job is found: who asks for a short one must not wait longer than that. */
function wishOf({ type, worker, max_jobs, timeout, fetch_variables, request_timeout }: Body) {
  const timeoutMs = Math.min(request_timeout, timeout);
  return { type, worker, maxJobs: max_jobs, leaseMs: timeout, fetchVariables: fetch_variables, timeoutMs };
}

function tooManyWaits(): Problem {
  return new Problem('rate_limited', () => 'Too many requests of this key wait for jobs already', {
    headers: { 'Retry-After': String(RETRY_AFTER_SECONDS) },
  });
}
