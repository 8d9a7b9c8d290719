import { sql } from 'drizzle-orm';
import { check, index, jsonb, pgTable, text, uniqueIndex } from 'drizzle-orm/pg-core';
import type { IncidentResolution, IncidentStatus, IncidentType } from '../../domain/worker-job/incident.js';
import { createdAt, instant } from './columns.js';
import { workerJobs } from './worker-jobs.js';

/** Worker jobs that stand still until somebody decides; the row stays as the record of the decision. */
export const incidents = pgTable(
  'incidents',
  {
    id: text('id').primaryKey(),
    userId: text('user_id').notNull(),
    tenantId: text('tenant_id').notNull(),
    workerJobKey: text('worker_job_key')
      .notNull()
      .references(() => workerJobs.key, { onDelete: 'cascade' }),
    type: text('type').$type<IncidentType>().notNull(),
    status: text('status').$type<IncidentStatus>().notNull().default('OPEN'),
    message: text('message').notNull(),
    /** Of the job, as they were. */
    jobType: text('job_type').notNull(),
    worker: text('worker'),
    createdAt: createdAt(),
    resolvedAt: instant('resolved_at'),
    resolution: jsonb('resolution').$type<IncidentResolution>(),
  },
  (t) => [
    uniqueIndex('incidents_one_open_per_job')
      .on(t.workerJobKey)
      .where(sql`status = 'OPEN'`),
    index('incidents_by_job').on(t.workerJobKey, t.createdAt),
    index('incidents_by_user').on(t.userId, t.createdAt, t.id),
    check('incidents_type', sql`type IN ('JOB_FAILURE', 'UNHANDLED_BPMN_ERROR', 'LEASE_EXPIRED')`),
    check('incidents_status', sql`status IN ('OPEN', 'RESOLVED', 'DISMISSED')`),
    check('incidents_resolved', sql`(status = 'OPEN') = (resolved_at IS NULL)`),
    check('incidents_resolution', sql`(status = 'OPEN') = (resolution IS NULL)`),
  ],
);
