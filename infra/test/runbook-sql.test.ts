import { readdir, readFile } from 'node:fs/promises';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { withClient } from '@carillon/testkit/servers/run-databases';
import { createTestDatabase, type TestDatabase } from '@carillon/testkit/test-database';

/** Whoever needs a runbook has no time for a statement that does not run. */

const PAGES = ['runbooks/', 'backup.md', 'upgrade.md'];
const docs = (path: string) => new URL(`../../docs/${path}`, import.meta.url);
let server: TestDatabase;
beforeAll(async () => void (server = await createTestDatabase()));
afterAll(() => server.close());

async function statements(): Promise<[string, string][]> {
  const listed = await Promise.all(
    PAGES.map(async (path) =>
      path.endsWith('/') ? (await readdir(docs(path))).map((name) => `${path}${name}`) : [path],
    ),
  );
  const pages = await Promise.all(
    listed.flat().map(async (path) => [path, await readFile(docs(path), 'utf8')] as const),
  );
  return pages.flatMap(([path, text]) =>
    [...text.matchAll(/```sql\n([^]*?)\n *```/g)].map(([, sql = '']): [string, string] => [path, sql]),
  );
}

test('every statement of the runbooks and of the pages on backup and upgrade runs, and reads only', async () => {
  const all = await statements();
  expect(all.length).toBeGreaterThan(15);
  await withClient(server.url, async (client) => {
    for (const [page, sql] of all) {
      await client.query('BEGIN READ ONLY');
      const failure = await client.query(sql).then(
        () => null,
        (error: unknown) => String(error),
      );
      expect([page, failure]).toEqual([page, null]);
      await client.query('ROLLBACK');
    }
  });
});
