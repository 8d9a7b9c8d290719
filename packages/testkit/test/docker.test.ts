import { createServer } from 'node:http';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { dockerAnswers } from '../src/servers/docker.js';

describe('dockerAnswers', () => {
  let directory: string;
  beforeEach(async () => {
    directory = await mkdtemp(join(tmpdir(), 'carillon-docker-'));
  });
  afterEach(() => rm(directory, { recursive: true, force: true }));

  async function engine(status: number | null) {
    const server = createServer((_request, response) =>
      status === null ? undefined : response.writeHead(status).end('OK'),
    );
    const socket = join(directory, 'docker.sock');
    await new Promise<void>((resolve) => server.listen(socket, resolve));
    const close = () => (server.closeAllConnections(), server.close());
    return { env: { DOCKER_HOST: `unix://${socket}` }, close };
  }

  it('sees an engine behind DOCKER_HOST', async () => {
    const { env, close } = await engine(200);
    expect(await dockerAnswers(env)).toBe(true);
    close();
  });

  it('takes an error for no', async () => {
    const { env, close } = await engine(500);
    expect(await dockerAnswers(env)).toBe(false);
    close();
  });

  it('gives up on silence in about a second', async () => {
    const { env, close } = await engine(null);
    const startedAt = performance.now();
    expect(await dockerAnswers(env)).toBe(false);
    expect(performance.now() - startedAt).toBeLessThan(2_000);
    close();
  });

  it('takes a missing socket for no', async () => {
    expect(await dockerAnswers({ DOCKER_HOST: `unix://${directory}/none.sock` })).toBe(false);
  });
});
