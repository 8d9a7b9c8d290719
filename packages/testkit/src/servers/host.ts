import { randomBytes } from 'node:crypto';
import { createServer, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { dropRunDatabases } from './run-databases.js';
import { type Servers, startServers } from './start-servers.js';

/** Lives in the process that runs all tests, and starts the servers when the first test asks. */
export interface ServerHost {
  /** Where tests ask. Knowing it is the permission. */
  readonly url: string;
  readonly runId: string;
  stop(): Promise<void>;
}

/** Opens the host on a free port of 127.0.0.1. `GET url` answers `{databaseUrl, redisUrl, redisDatabase}`, or 500 and a sentence. */
export async function startServerHost(): Promise<ServerHost> {
  const runId = randomBytes(6).toString('hex');
  let servers: Promise<Servers> | null = null;
  let askers = 0;
  const listener = createServer((request, response) => {
    if (request.url !== `/${runId}`) return void response.writeHead(404).end();
    servers ??= announce(startServers());
    askers += 1;
    // Who asks again after a long computation would find a connection that was closed meanwhile.
    response.setHeader('connection', 'close');
    void answer(servers, askers, response);
  });
  await new Promise<void>((resolve) => listener.listen(0, '127.0.0.1', resolve));
  // A single test file runs in this very process, which must be free to end without us.
  listener.unref();
  const url = `http://127.0.0.1:${(listener.address() as AddressInfo).port}/${runId}`;
  return { url, runId, stop: () => stopAll(listener, servers, runId) };
}

async function announce(starting: Promise<Servers>): Promise<Servers> {
  const servers = await starting;
  process.stderr.write(`Test servers: ${servers.description}\n`);
  return servers;
}

async function answer(servers: Promise<Servers>, asker: number, response: ServerResponse): Promise<void> {
  try {
    const { databaseUrl, redisUrl } = await servers;
    response.end(JSON.stringify({ databaseUrl, redisUrl, redisDatabase: asker }));
  } catch (error) {
    response.writeHead(500).end(error instanceof Error ? error.message : String(error));
  }
}

async function stopAll(listener: Server, servers: Promise<Servers> | null, runId: string): Promise<void> {
  listener.closeAllConnections();
  listener.close();
  const started = await servers?.catch(() => null);
  if (started === undefined || started === null) return;
  // Only a server that outlives us keeps anything.
  if (process.env['TEST_DATABASE_URL']) await dropRunDatabases(started.databaseUrl, runId);
  await started.stop();
}
