import { createWorkerJobsOnce } from '@carillon/core/engine/create-worker-jobs';
import { findWorkerJob } from '@carillon/core/engine/find-worker-job';
import { sentence } from '@carillon/core/messages/say';
import { z } from 'zod';
import type { ApiDeps } from '../../deps.js';
import { defineRoute } from '../../http/define-route.js';
import { Problem } from '../../http/problem.js';
import { createdJob, jobDraft } from '../../openapi/worker-examples.js';
import { createdWorkerJob } from '../../schemas/worker-job.js';
import { workerJobDraft } from '../../schemas/worker-job-input.js';
import { presentJobMadeBefore, presentMadeJob, toDraft } from '../../shapes/present-created-job.js';
import { workerSurface } from '../../surfaces/worker.js';
import { accessOf, checkTenants } from './tenants.js';

type Body = z.output<typeof workerJobDraft>;

export const createWorkerJob = defineRoute(
  {
    surface: workerSurface,
    method: 'post',
    path: '/api/v1/jobs',
    operationId: 'createWorkerJob',
    summary: 'Create a worker job',
    description:
      'With an Idempotency-Key a repeated request gets the first one’s job again; the same key with a different body is a conflict.',
    tags: ['Worker jobs'],
    scope: 'job',
    headers: z.object({
      'Idempotency-Key': z
        .string()
        .min(1)
        .max(255)
        .optional()
        .meta({ description: 'Makes it safe to send the request again.' }),
    }),
    body: { schema: workerJobDraft, limitBytes: 2_000_000, maxDepth: 40, example: jobDraft },
    status: 201,
    response: createdWorkerJob,
    example: createdJob,
    errors: ['idempotency_conflict'],
  },
  async ({ headers, body, principal, deps }) => {
    checkTenants(principal, [body.tenant_id]);
    const key = headers['Idempotency-Key'];
    if (key !== undefined) return { data: await createOnce(deps, body, { access: accessOf(principal), key }) };
    const made = await deps.workerJobs.writer.create(toDraft(body, principal.userId));
    return { data: presentMadeJob(body, made) };
  },
);

async function createOnce(
  { db, workerJobs }: ApiDeps,
  body: Body,
  { access, key }: { access: ReturnType<typeof accessOf>; key: string },
) {
  const { userId } = access;
  const draft = toDraft(body, userId);
  const once = { userId, idempotencyKey: key, request: draft };
  const outcome = await createWorkerJobsOnce(workerJobs, workerJobs.node, [draft], once);
  if (outcome.kind === 'idempotency_conflict') throw conflict('idempotency_conflict');
  if (outcome.kind === 'created') {
    const [made] = outcome.jobs;
    if (made === undefined) throw new Error('A created worker job did not come back');
    return presentMadeJob(body, made);
  }
  const found = await findWorkerJob(db, access, outcome.keys[0] ?? '');
  if (found === null) throw conflict('idempotency_gone');
  return presentJobMadeBefore(body, found.job);
}

const conflict = (say: 'idempotency_conflict' | 'idempotency_gone') =>
  new Problem('idempotency_conflict', sentence(say));
