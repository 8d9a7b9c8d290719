import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { createTestDatabase, type TestDatabase } from '@carillon/testkit/test-database';
import { createServer, type AddressInfo, type Server } from 'node:net';
import { openProbe } from '../../src/db/probe.js';

let server: TestDatabase;
beforeAll(async () => {
  server = await createTestDatabase();
});
afterAll(() => server.close());

describe('the probe', () => {
  test('finds Postgres', async () => {
    const probe = openProbe({ url: server.url, limitMs: 2_000 });
    expect(await Promise.all([probe.isThere(), probe.isThere()])).toEqual([true, true]);
    expect(await probe.isThere()).toBe(true);
    await probe.close();
  });

  test('says no at once when nobody listens', async () => {
    const { server: nobody, url } = await listen(() => undefined);
    await new Promise((resolve) => nobody.close(resolve));
    const probe = openProbe({ url, limitMs: 5_000 });
    const startedMs = performance.now();
    expect(await probe.isThere()).toBe(false);
    expect(performance.now() - startedMs).toBeLessThan(1_000);
    await probe.close();
  });

  test('says no when its time is up, to all who asked, with one question', async () => {
    let connections = 0;
    const { server: silent, url } = await listen(() => connections++);
    const probe = openProbe({ url, limitMs: 100 });
    expect(await Promise.all([probe.isThere(), probe.isThere()])).toEqual([false, false]);
    expect(connections).toBe(1);
    await probe.close();
    silent.close();
  });
});

/** Takes connections and says nothing. */
async function listen(onConnection: () => void): Promise<{ server: Server; url: string }> {
  const server = createServer(onConnection);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return { server, url: `postgres://nobody@127.0.0.1:${(server.address() as AddressInfo).port}/none` };
}
