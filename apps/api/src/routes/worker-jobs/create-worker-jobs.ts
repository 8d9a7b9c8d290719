import { createWorkerJobs } from '@carillon/core/engine/create-worker-jobs';
import { z } from 'zod';
import { defineRoute } from '../../http/define-route.js';
import { createdJobs, jobDrafts } from '../../openapi/worker-examples.js';
import { createdWorkerJob } from '../../schemas/worker-job.js';
import { workerJobDrafts } from '../../schemas/worker-job-input.js';
import { presentMadeJob, toDraft } from '../../shapes/present-created-job.js';
import { workerSurface } from '../../surfaces/worker.js';
import { checkTenants } from './tenants.js';

export const createManyWorkerJobs = defineRoute(
  {
    surface: workerSurface,
    method: 'post',
    path: '/api/v1/jobs/batch',
    operationId: 'createWorkerJobs',
    summary: 'Create many worker jobs',
    description: 'Creates up to 1,000 worker jobs: all of them or none.',
    tags: ['Worker jobs'],
    scope: 'job',
    // A thousand rows on a busy machine.
    patienceMs: () => 20_000,
    body: { schema: workerJobDrafts, limitBytes: 10_000_000, maxDepth: 40, example: jobDrafts },
    status: 201,
    response: z.object({ count: z.int(), jobs: z.array(createdWorkerJob) }),
    example: createdJobs,
  },
  async ({ body, principal, deps }) => {
    checkTenants(
      principal,
      body.map((draft) => draft.tenant_id),
    );
    const { pool, node } = deps.workerJobs;
    const drafts = body.map((draft) => toDraft(draft, principal.userId));
    const made = await createWorkerJobs(pool, node, drafts);
    const jobs = body.map((draft, i) => {
      const job = made[i];
      if (job === undefined) throw new Error('A created worker job did not come back');
      return presentMadeJob(draft, job);
    });
    return { data: { count: jobs.length, jobs } };
  },
);
