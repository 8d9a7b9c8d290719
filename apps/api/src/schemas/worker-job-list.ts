import type { WorkerJobState } from '@carillon/core/domain/worker-job/states';
import { z } from 'zod';
import { jsonObject } from './json-object.js';
import { instant, wholeNumber } from './query-fields.js';
import { workerJobFields } from './worker-job-detail.js';
import { jobType, tenantId, workerName } from './worker-job-fields.js';

const count = z.number();

/** What the words of the filter `state` mean; `ready` is for those that a worker may have now. */
export const STATE_FILTERS = {
  pending: { states: ['CREATED', 'FAILED_RETRYABLE'] },
  activatable: { states: ['CREATED', 'FAILED_RETRYABLE'], ready: true },
  activated: { states: ['ACTIVE'] },
  running: { states: ['ACTIVE'] },
  completed: { states: ['COMPLETED'] },
  failed: { states: ['FAILED', 'ERROR_THROWN'] },
  cancelled: { states: ['CANCELLED'] },
} as const satisfies Record<string, { states: readonly WorkerJobState[]; ready?: true }>;

type StateFilter = keyof typeof STATE_FILTERS;

/** Seconds of each period. */
export const PERIODS = { '1h': 3_600, '24h': 86_400, '7d': 604_800, '30d': 2_592_000 } as const;

type Period = keyof typeof PERIODS;

const keysOf = <K extends string>(table: Record<K, unknown>) => Object.keys(table) as [K, ...K[]];

/** Which worker jobs to list. */
export const workerJobQuery = z.strictObject({
  state: z.enum(keysOf<StateFilter>(STATE_FILTERS)).optional(),
  type: jobType.optional(),
  worker: workerName.optional(),
  tenant_id: tenantId.optional(),
  created_after: instant.optional(),
  created_before: instant.optional(),
  period: z.enum(keysOf<Period>(PERIODS)).optional().meta({ description: 'Created within this time before now.' }),
  page: wholeNumber({ min: 1, max: 1_000_000, fallback: 1, description: 'Counted from 1.' }).default(1),
  page_size: wholeNumber({ min: 1, max: 100, fallback: 20, description: 'Jobs a page.' }).default(20),
  sort_by: z.enum(['created_at', 'activated_at', 'deadline']).default('created_at'),
  sort_order: z.enum(['asc', 'desc', 'ASC', 'DESC']).default('desc'),
});

/** A worker job in a listing. */
export const listedWorkerJob = z
  .object({
    ...workerJobFields,
    process_instance_id: z.null(),
    element_id: z.null(),
    element_instance_id: z.null(),
    worker_id: z.string().nullable(),
    retries: z.int(),
    original_retries: z.int(),
    error_message: z.string().nullable(),
    variables: jsonObject
      .nullable()
      .meta({ description: 'Null where they are larger than 8 kB: ask for the job itself.' }),
    custom_headers: jsonObject,
  })
  .meta({ id: 'ListedWorkerJob' });

export const workerJobPage = z.object({
  jobs: z.array(listedWorkerJob),
  pagination: z.object({
    page: count,
    page_size: count,
    total_count: count,
    total_pages: count,
    has_next: z.boolean(),
    has_prev: z.boolean(),
  }),
  summary: z.object({
    total_jobs: count,
    pending_jobs: count,
    active_jobs: count,
    completed_jobs: count,
    failed_jobs: count,
    cancelled_jobs: count,
    success_rate_percent: count.nullable().meta({ description: 'Completed among completed and failed.' }),
    avg_duration_seconds: count.nullable().meta({ description: 'From activation to completion.' }),
  }),
  filters_applied: z.object({
    state: z.string().nullable(),
    type: z.string().nullable(),
    worker: z.string().nullable(),
    tenant_id: z.string().nullable(),
    created_after: z.iso.datetime().nullable(),
    created_before: z.iso.datetime().nullable(),
    period: z.string().nullable(),
  }),
});
