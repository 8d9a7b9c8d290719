import { pgTable, uuid } from 'drizzle-orm/pg-core';
import { instant } from './columns.js';

/**
 * Who holds runs until when: one row for each group of runs a worker took together, so that renewing a thousand runs is
 * an update of a few dozen rows. A run is held under the lease whose token it carries.
 */
export const runLeases = pgTable('run_leases', {
  token: uuid('token').primaryKey(),
  /** The runs asked for; those that carry the token were given. */
  runIds: uuid('run_ids').array().notNull(),
  expiresAt: instant('expires_at').notNull(),
});
