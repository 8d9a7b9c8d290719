import { startLoop } from '@carillon/core/engine/loop';
import { tendWorkerJobs } from '@carillon/core/engine/tend-worker-jobs';
import { startApi, type TestApi } from '../../../apps/api/test/support/start-api.js';
import { createClient, type CarillonClient, type ClientOptions } from '../src/create-client.js';
import { WorkerClient, type WorkerClientOptions } from '../src/worker/worker-client.js';

/** A running Carillon for workers: the API, and what the scheduler does for worker jobs. */
export interface Service {
  api: TestApi;
  apiKey: string;
  client: CarillonClient;
  clientWith(options: Partial<ClientOptions>): CarillonClient;
  /** A worker that ends with its test, not with a signal. */
  newWorker(options?: Partial<WorkerClientOptions>): WorkerClient;
  /** Everything that workers had to say. */
  errors: { error: unknown; activity: string; jobKey: string | null }[];
  /** Stops the workers of the test. */
  stopWorkers(): Promise<void>;
  close(): Promise<void>;
}

export async function startService(): Promise<Service> {
  const api = await startApi();
  const { token: apiKey } = await api.user('UNLIMITED');
  const tending = startLoop({
    work: async () => (await tendWorkerJobs(api.database.pool)).sleepMs,
    onError: (error) => process.stderr.write(`${String(error)}\n`),
  });
  const workers: WorkerClient[] = [];
  const errors: Service['errors'] = [];
  const common = { baseUrl: api.url, apiKey };
  return {
    api,
    apiKey,
    errors,
    client: createClient(common),
    clientWith: (options) => createClient({ ...common, ...options }),
    newWorker(options = {}) {
      const onError: WorkerClientOptions['onError'] = (error, context) => errors.push({ error, ...context });
      const worker = new WorkerClient({ ...common, name: 'tester', stopOn: [], drainMs: 0, onError, ...options });
      workers.push(worker);
      return worker;
    },
    async stopWorkers() {
      await Promise.all(workers.splice(0).map((worker) => worker.stop()));
      errors.length = 0;
    },
    async close() {
      await tending.stop();
      await api.close();
    },
  };
}

let types = 0;

/** A type of job that nothing else in the file has. */
export const newType = (): string => `type-${++types}`;

/** Makes requests, and does something before those whose method and path match. */
export function fetchWith(pattern: RegExp, before: (signal: AbortSignal | null) => Promise<void> | void): typeof fetch {
  return async (input, init) => {
    const request = input instanceof Request ? input.url : String(input);
    if (pattern.test(`${init?.method ?? 'GET'} ${request}`)) await before(init?.signal ?? null);
    return fetch(input, init);
  };
}
