import { createCronJobs } from '@carillon/core/engine/create-cron-jobs';
import { sentence } from '@carillon/core/messages/say';
import { z } from 'zod';
import { defineRoute } from '../../http/define-route.js';
import { batch, createdBatch } from '../../openapi/examples.js';
import { job } from '../../schemas/job.js';
import { jobDrafts } from '../../schemas/job-input.js';
import { presentJob } from '../../shapes/present-job.js';
import { cronSurface } from '../../surfaces/cron.js';
import { checkEveryEgress } from './check-egress.js';
import { checkTarget } from './check-target.js';
import { creationProblem } from './refuse.js';

export const createJobs = defineRoute(
  {
    surface: cronSurface,
    method: 'post',
    path: '/api/jobs/batch',
    operationId: 'createJobs',
    summary: 'ジョブの一括作成',
    description: 'Creates up to 1,000 jobs: all of them or none.',
    tags: ['Jobs'],
    scope: 'write:jobs',
    // A thousand rows on a busy machine.
    patienceMs: () => 20_000,
    body: { schema: jobDrafts, limitBytes: 5_000_000, example: batch },
    status: 201,
    response: z.object({ count: z.int(), jobs: z.array(job) }),
    example: createdBatch,
    exampleMessage: sentence('jobs_created', { count: createdBatch.count }),
    exampleRefusals: {
      batchLimit: creationProblem({ kind: 'batch_limit', requested: 10, limit: 5, current: 3 }, 'batch'),
    },
    errors: ['egress_denied', 'plan_limit'],
  },
  async ({ body, principal, actor, deps }) => {
    for (const { target } of body) checkTarget(principal, target);
    checkEveryEgress(deps, body);
    const outcome = await createCronJobs(deps.db, deps, { userId: principal.userId, drafts: body, actor });
    if (outcome.kind !== 'created' && outcome.kind !== 'replayed') throw creationProblem(outcome, 'batch');
    const jobs = outcome.jobs.map((row) => presentJob(row, principal, deps.keyring));
    const count = jobs.length;
    return { data: { count, jobs }, message: sentence('jobs_created', { count }) };
  },
);
