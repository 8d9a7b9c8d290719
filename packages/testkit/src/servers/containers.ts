import { GenericContainer, Wait } from 'testcontainers';
import type { RunningServer } from './running.js';

/** A PostgreSQL container. Rejects when the image cannot be had. */
export async function startPostgresContainer(): Promise<RunningServer> {
  const container = await new GenericContainer('postgres:18-alpine')
    .withEnvironment({ POSTGRES_PASSWORD: 'carillon', POSTGRES_USER: 'carillon' })
    .withCommand(['postgres', '-c', 'fsync=off', '-c', 'full_page_writes=off', '-c', 'max_connections=300'])
    .withExposedPorts(5432)
    // The image starts the server twice: once for its own set-up.
    .withWaitStrategy(Wait.forLogMessage('database system is ready to accept connections', 2))
    .start();
  const url = `postgres://carillon:carillon@${container.getHost()}:${container.getMappedPort(5432)}/carillon`;
  return { url, kind: 'a container', stop: async () => void (await container.stop()) };
}

/** A Redis container. Rejects when the image cannot be had. */
export async function startRedisContainer(): Promise<RunningServer> {
  const container = await new GenericContainer('redis:8-alpine')
    .withCommand(['redis-server', '--save', '', '--databases', '512', '--maxmemory-policy', 'noeviction'])
    .withExposedPorts(6379)
    .withWaitStrategy(Wait.forLogMessage('Ready to accept connections'))
    .start();
  const url = `redis://${container.getHost()}:${container.getMappedPort(6379)}`;
  return { url, kind: 'a container', stop: async () => void (await container.stop()) };
}
