import { assertSchemaCompatibility, createPostgresBackend } from 'bullmq';

interface Part {
  waitUntilReady(): Promise<void>;
}

/**
 * BullMQ's backend on PostgreSQL, for processes that may start while Postgres is away. BullMQ (6.7.0) keeps the outcome
 * of its first look at the database, a failure too: a process that met one would be refused by its own queue, with that
 * same error, for as long as it lives. After a first failure this one looks again at each use, until it finds it.
 */
export const createPatientBackend: typeof createPostgresBackend = (...args) => {
  const backend = createPostgresBackend(...args);
  const { connection } = backend;
  let later: Promise<void> | null = null;
  const lookAgain = () => {
    later ??= look(connection).catch((error: unknown) => {
      later = null;
      throw error;
    });
    return later;
  };
  askAgain(connection, lookAgain);
  askAgain(backend, lookAgain);
  return backend;
};

function askAgain(part: Part, lookAgain: () => Promise<void>): void {
  const asFirst = part.waitUntilReady.bind(part);
  part.waitUntilReady = () => asFirst().catch(lookAgain);
}

async function look({ pool, schema }: ReturnType<typeof createPostgresBackend>['connection']): Promise<void> {
  const client = await pool.connect();
  try {
    await assertSchemaCompatibility(client, schema);
  } finally {
    client.release();
  }
}
