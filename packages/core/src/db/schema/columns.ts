import { sql } from 'drizzle-orm';
import { customType, timestamp } from 'drizzle-orm/pg-core';

/** An instant with millisecond precision: what JavaScript's Date holds, so no value changes on a round trip. */
export const instant = (name: string) => timestamp(name, { withTimezone: true, precision: 3, mode: 'date' });

/** When the row was written, by the Postgres clock. */
export const createdAt = () =>
  instant('created_at')
    .notNull()
    .default(sql`clock_timestamp()`);

/** Raw bytes, e.g. a SHA-256 digest. */
export const bytes = customType<{ data: Buffer }>({ dataType: () => 'bytea' });

/** The transaction that wrote the row: smaller than every one still under way means that nobody can miss it any more. */
export const transactionId = customType<{ data: string }>({ dataType: () => 'xid8' });
