import { request } from 'node:http';
import { homedir } from 'node:os';
import { join } from 'node:path';

const PATIENCE_MS = 900;

type Address = { socketPath: string } | { host: string; port: number };

/** Whether a Docker engine answers a ping, at one of the places where testcontainers would look for it. */
export async function dockerAnswers(env: NodeJS.ProcessEnv): Promise<boolean> {
  const answers = await Promise.all(dockerAddresses(env).map(ping));
  return answers.includes(true);
}

function dockerAddresses(env: NodeJS.ProcessEnv): Address[] {
  const given = env['DOCKER_HOST'];
  if (given !== undefined && given !== '') return [parseHost(given)];
  const runtime = env['XDG_RUNTIME_DIR'];
  return [
    '/var/run/docker.sock',
    join(homedir(), '.docker/run/docker.sock'),
    join(homedir(), '.docker/desktop/docker.sock'),
    ...(runtime === undefined ? [] : [join(runtime, 'docker.sock')]),
  ].map((socketPath) => ({ socketPath }));
}

function parseHost(given: string): Address {
  const url = new URL(given);
  return url.protocol === 'unix:'
    ? { socketPath: url.pathname }
    : { host: url.hostname, port: Number(url.port || 2375) };
}

function ping(address: Address): Promise<boolean> {
  return new Promise((resolve) => {
    const call = request({ ...address, path: '/_ping', timeout: PATIENCE_MS }, (response) => {
      response.resume();
      resolve(response.statusCode === 200);
    });
    call.on('timeout', () => call.destroy());
    call.on('error', () => resolve(false));
    call.on('close', () => resolve(false));
    call.end();
  });
}
