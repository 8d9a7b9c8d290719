import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { migrate } from '@carillon/core/engine/migrate';
import { startEmbeddedPostgres } from '@carillon/embedded-db/start-embedded-postgres';

/** A PostgreSQL of the caller's own, migrated: for tests in which it goes away. Its commits wait for the disk. */
export interface OwnPostgres {
  readonly url: string;
  /** Ends it as `pg_ctl stop -m immediate` does: nobody is asked, and the next start recovers. */
  crash(): Promise<void>;
  /** Starts it again in the same place, and resolves when it accepts connections. */
  startAgain(): Promise<void>;
  stop(): Promise<void>;
}

/** Starts one on a free port. */
export async function startPostgres(): Promise<OwnPostgres> {
  const folder = await mkdtemp(join(tmpdir(), 'carillon-postgres-'));
  const dataDir = join(folder, 'data');
  let server = await startEmbeddedPostgres({ dataDir });
  const { url, port } = server;
  await migrate(url);
  return {
    url,
    async crash() {
      process.kill(server.pid, 'SIGQUIT');
      await server.exited;
    },
    async startAgain() {
      server = await startEmbeddedPostgres({ dataDir, port });
    },
    async stop() {
      await server.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
