import { sql, type SQL } from 'drizzle-orm';

/** The quota day that an instant belongs to, by the calendar of a zone (QUOTA_TIMEZONE). */
export const quotaDay = (at: SQL, timeZone: string): SQL => sql`(${at} AT TIME ZONE ${timeZone})::date`;

/** The first day of the quota month that an instant belongs to, by the calendar of a zone. */
export const quotaMonth = (at: SQL, timeZone: string): SQL =>
  sql`date_trunc('month', ${at} AT TIME ZONE ${timeZone})::date`;
