import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { createTestDatabase, type TestDatabase } from '@carillon/testkit/test-database';
import { sql } from 'drizzle-orm';
import { openDatabase, type Database } from '../../src/db/client.js';
import { quotaDay, quotaMonth } from '../../src/db/queries/quota-period.js';
import { rowsOf } from '../../src/db/sql.js';

let server: TestDatabase;
let database: Database;
beforeAll(async () => {
  server = await createTestDatabase();
  database = openDatabase({ url: server.url, max: 2 });
});
afterAll(async () => {
  await database.close();
  await server.close();
});

/** Which day and month an instant belongs to; each line beside its neighbour shows where one ends. */
test.each([
  ['Asia/Tokyo', '2026-03-31T14:59:59.999Z', '2026-03-31', '2026-03-01'],
  ['Asia/Tokyo', '2026-03-31T15:00:00.000Z', '2026-04-01', '2026-04-01'],
  ['Asia/Tokyo', '2026-12-31T15:00:00.000Z', '2027-01-01', '2027-01-01'],
  ['UTC', '2026-03-31T23:59:59.999Z', '2026-03-31', '2026-03-01'],
  ['UTC', '2026-04-01T00:00:00.000Z', '2026-04-01', '2026-04-01'],
  ['UTC', '2028-02-29T23:59:59.999Z', '2028-02-29', '2028-02-01'],
  ['America/New_York', '2026-04-01T03:59:59.999Z', '2026-03-31', '2026-03-01'],
  ['America/New_York', '2026-04-01T04:00:00.000Z', '2026-04-01', '2026-04-01'],
  // Clocks go forward on 8 March: that day begins at 05:00 UTC and is over 23 hours later.
  ['America/New_York', '2026-03-08T04:59:59.999Z', '2026-03-07', '2026-03-01'],
  ['America/New_York', '2026-03-08T05:00:00.000Z', '2026-03-08', '2026-03-01'],
  ['America/New_York', '2026-03-09T03:59:59.999Z', '2026-03-08', '2026-03-01'],
  ['America/New_York', '2026-03-09T04:00:00.000Z', '2026-03-09', '2026-03-01'],
  // And back on 1 November, a day of 25 hours.
  ['America/New_York', '2026-11-01T03:59:59.999Z', '2026-10-31', '2026-10-01'],
  ['America/New_York', '2026-11-02T04:59:59.999Z', '2026-11-01', '2026-11-01'],
  ['America/New_York', '2026-11-02T05:00:00.000Z', '2026-11-02', '2026-11-01'],
])('in %s, %s is of the day %s and the month %s', async (zone, at, day, month) => {
  const instant = sql`${at}::timestamptz`;
  const rows = await rowsOf(
    database.db,
    sql`SELECT ${quotaDay(instant, zone)}::text AS day, ${quotaMonth(instant, zone)}::text AS month`,
  );
  expect(rows).toEqual([{ day, month }]);
});
