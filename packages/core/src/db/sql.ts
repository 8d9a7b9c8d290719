import { sql, type SQL } from 'drizzle-orm';
import type { Db } from './client.js';

/** Runs a hand-written statement and returns its rows as `Row`, whose fields must match the statement's columns. */
export async function rowsOf<Row>(db: Db, statement: SQL): Promise<Row[]> {
  const result = await db.execute(statement);
  return result.rows as Row[];
}

/** A whole array as one parameter: drizzle would otherwise spread it into a list. */
export const arrayOf = (values: readonly unknown[]): SQL => sql`${sql.param(values)}`;

/**
 * An array of values that need no escaping (uuids, numbers, booleans, instants, places) as one parameter, written as
 * Postgres reads it: the driver's own conversion looks at every element for quotes.
 */
export const plainArray = (values: readonly (string | number | boolean | null)[]): string =>
  `{${values.map((value) => value ?? 'NULL').join(',')}}`;

/** Uuids from the text of an array of them: the driver's own reading goes through it character by character. */
export const uuidsOf = (array: string): string[] => (array === '{}' ? [] : array.slice(1, -1).split(','));

/** An instant's column as epoch milliseconds: raw statements return timestamps as text, and this is cheaper to read. */
export const epochMs = (column: SQL): SQL => sql`(extract(epoch FROM ${column}) * 1000)::float8`;

/**
 * The same in whole milliseconds, for columns that have nothing finer and for hot statements: `extract` answers with a
 * numeric, which becomes a number by way of text. What a double leaves off a whole millisecond is less than is added.
 */
export const wholeMs = (column: string): string => `floor(date_part('epoch', ${column}) * 1000 + 0.001)`;

/**
 * A part of a `WITH` that lets the statement's transaction commit without waiting for the disk, once it is read from.
 * For what may be forgotten by a crash of the server because somebody finds out and does it again.
 */
export const UNHURRIED = `unhurried AS MATERIALIZED (SELECT set_config('synchronous_commit', 'off', true))`;

/** True for a Postgres error with one of these SQLSTATEs, however deep drizzle has wrapped it. */
export function hasSqlState(error: unknown, ...states: string[]): boolean {
  for (let cause: unknown = error; cause instanceof Error; cause = cause.cause) {
    if ('code' in cause && typeof cause.code === 'string' && states.includes(cause.code)) return true;
  }
  return false;
}
