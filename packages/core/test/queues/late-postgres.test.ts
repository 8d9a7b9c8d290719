import { connect, createServer, type AddressInfo, type Socket } from 'node:net';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { createTestDatabase, type TestDatabase } from '@carillon/testkit/test-database';
import { waitFor } from '@carillon/testkit/wait-for';
import { newId } from '../../src/db/ids.js';
import { consume } from '../../src/queues/consume.js';
import { runBatchMessage, type RunBatchMessage } from '../../src/queues/message.js';
import { openPublisher } from '../../src/queues/publish.js';

let server: TestDatabase;
const open: (() => unknown)[] = [];
beforeAll(async () => {
  server = await createTestDatabase();
});
afterAll(async () => {
  for (const close of open) await close();
  await server.close();
});

/** A port that nobody listens on. */
const freePort = async () => {
  const probe = createServer();
  await new Promise<void>((resolve) => probe.listen(0, '127.0.0.1', resolve));
  const { port } = probe.address() as AddressInfo;
  await new Promise((resolve) => probe.close(resolve));
  return port;
};
/** From here on somebody listens on the port, and passes everything on to Postgres. */
const listenOn = async (port: number) => {
  const { hostname, port: upstream } = new URL(server.url);
  const sockets = new Set<Socket>();
  const listener = createServer((client) => {
    const onward = connect(Number(upstream), hostname);
    for (const socket of [client, onward]) sockets.add(socket.on('error', () => socket.destroy()));
    client.pipe(onward).pipe(client);
  });
  await new Promise<void>((resolve) => listener.listen(port, '127.0.0.1', resolve));
  open.push(() => {
    for (const socket of sockets) socket.destroy();
    listener.close();
  });
};

test('a queue in a Postgres that was away when the process started works once Postgres is there', async () => {
  const port = await freePort();
  const url = new URL(server.url);
  url.port = String(port);
  const config = { databaseUrl: url.href };
  const handled: RunBatchMessage[] = [];
  const errors: Error[] = [];
  const publisher = openPublisher(config, () => undefined);
  const consumer = consume({
    queue: 'runs',
    message: runBatchMessage,
    config,
    whenRoom: () => Promise.resolve(),
    handle: (message) => Promise.resolve(void handled.push(message)),
    onError: (error) => errors.push(error),
  });
  open.push(
    () => consumer.close(),
    () => publisher.close(),
  );
  const batch = { id: newId(), queue: 'runs', runIds: [newId()], publication: 1 } as const;
  const publish = () => publisher.publish([{ ...batch, runIds: [...batch.runIds] }]);
  await expect(publish()).rejects.toThrow('ECONNREFUSED');
  await waitFor('a fetch that failed', () => errors.length >= 2);
  await listenOn(port);
  await publish();
  expect(await publisher.depth('runs')).toBeLessThanOrEqual(1);
  await waitFor('the message', () => handled.length === 1);
  expect(handled).toEqual([{ v: 1, batchId: batch.id, runIds: batch.runIds }]);
  await waitFor('its acknowledgement', async () => !(await publisher.isPending({ ...batch, runIds: [] })));
});
