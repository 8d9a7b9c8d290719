import { z } from 'zod';
import { defineRoute } from '../../http/define-route.js';
import { createdJob, draft } from '../../openapi/examples.js';
import { job } from '../../schemas/job.js';
import { jobDraft } from '../../schemas/job-input.js';
import { presentJob } from '../../shapes/present-job.js';
import { cronSurface } from '../../surfaces/cron.js';
import { checkEgress } from './check-egress.js';
import { checkTarget } from './check-target.js';
import { creationProblem } from './refuse.js';

/** Every five minutes on a plan that allows every thirty. */
const INTERVAL = { kind: 'interval_too_short', minimumSeconds: 1_800, actualSeconds: 300, index: 0 } as const;

export const createJob = defineRoute(
  {
    surface: cronSurface,
    method: 'post',
    path: '/api/jobs',
    operationId: 'createJob',
    summary: 'ジョブの作成',
    description:
      'Creates a job. With an Idempotency-Key a request repeated within 24 hours gets the first one’s job again; the same key with a different body is a conflict. A job calls a URL, and needs `url` and `method`, unless its `target` makes worker jobs, which takes the scope `job` as well.',
    tags: ['Jobs'],
    scope: 'write:jobs',
    headers: z.object({
      'Idempotency-Key': z
        .string()
        .min(1)
        .max(255)
        .optional()
        .meta({ description: 'Makes it safe to send the request again.' }),
    }),
    body: { schema: jobDraft, example: draft },
    status: 201,
    response: job,
    example: createdJob,
    exampleRefusals: {
      jobLimit: creationProblem({ kind: 'job_limit', limit: 5, current: 5 }, 'single'),
      interval: creationProblem({ kind: 'intervals_too_short', refusals: [INTERVAL] }, 'single'),
    },
    errors: ['egress_denied', 'plan_limit', 'idempotency_conflict'],
  },
  async ({ headers, body, principal, actor, deps }) => {
    checkTarget(principal, body.target);
    checkEgress(deps, body.url);
    const { userId } = principal;
    const input = { userId, drafts: [body], actor, idempotencyKey: headers['Idempotency-Key'] };
    const outcome = await deps.cronJobs.create(input);
    if (outcome.kind !== 'created' && outcome.kind !== 'replayed') throw creationProblem(outcome, 'single');
    const [row] = outcome.jobs;
    if (row === undefined) throw new Error('A created job did not come back');
    return { data: presentJob(row, principal, deps.keyring) };
  },
);
