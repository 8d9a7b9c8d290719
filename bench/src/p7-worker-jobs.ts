import type { Rival } from './api-rivals.js';
import { openClient, rateOf } from './json-client.js';

const JOBS = 5_000;
const IN_FLIGHT = 50;
const AT_A_TIME = 10;

interface Activated {
  data: { jobs: { key: string }[] };
}

/** P7: worker jobs from creation to completion, each completed by itself; resolves to how many a second go all the way. */
export async function passWorkerJobs(rival: Rival): Promise<number> {
  const client = openClient(rival, IN_FLIGHT);
  const startedAt = performance.now();
  await rateOf(JOBS, IN_FLIGHT, (i) =>
    client.call('POST', '/api/v1/jobs', {
      type: 'email-sender',
      variables: { recipient: `user${i}@example.com`, subject: 'Welcome', body: 'Welcome to our service!' },
    }),
  );
  let completed = 0;
  // Each lane is a worker: it takes ten, completes each, and takes the next ten.
  await rateOf(JOBS / AT_A_TIME, IN_FLIGHT / AT_A_TIME, async () => {
    const { data } = await client.call<Activated>('POST', '/api/v1/jobs/activate', {
      type: 'email-sender',
      worker: 'bench',
      max_jobs: AT_A_TIME,
      timeout: 60_000,
    });
    const complete = ({ key }: { key: string }) =>
      client.call('PUT', `/api/v1/jobs/${key}/complete`, { variables: { sent: true } });
    await Promise.all(data.jobs.map(complete));
    completed += data.jobs.length;
  });
  const seconds = (performance.now() - startedAt) / 1_000;
  await client.close();
  if (completed !== JOBS) throw new Error(`${completed} of ${JOBS} worker jobs were completed`);
  return JOBS / seconds;
}
