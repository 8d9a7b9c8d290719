import type { CarillonClient } from '../src/create-client.js';
import type { DataOf, RequestOf } from '../src/operations.js';

/** Never called: that it compiles, and that what is marked does not, is the test. */
export async function compiles(client: CarillonClient): Promise<unknown[]> {
  const request: RequestOf<'getJob'> = { path: { jobId: 'x' } };
  const jobs: DataOf<'getUsage'>['current']['jobs'] = 1;
  // @ts-expect-error It is a number.
  const text: DataOf<'getUsage'>['current']['jobs'] = 'x';
  // @ts-expect-error The path is required.
  await client.getJob();
  // @ts-expect-error The body is required.
  await client.createWorkerJob();
  // @ts-expect-error There is no such field.
  await client.createWorkerJob({ body: { typ: 'x', variables: {} } });
  // @ts-expect-error It has pages with numbers, not with cursors.
  client.pages('listWorkerJobs');
  // A body that may be left out, and nothing to send at all.
  await client.cancelWorkerJob({ path: { key: 'x' } });
  await client.getUsage();
  for await (const page of client.pages('listLogs', { query: { successful: 'false' } })) page.map(({ id }) => id);
  return [request, jobs, text];
}
