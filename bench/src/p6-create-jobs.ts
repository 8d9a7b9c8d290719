import type { Rival } from './api-rivals.js';
import { openClient, rateOf } from './json-client.js';

const JOBS = 5_000;
const IN_FLIGHT = 50;

/** P6: creates cron jobs of one user, as many at a time as a busy client would; resolves to how many a second. */
export async function createJobs(rival: Rival): Promise<number> {
  const client = openClient(rival, IN_FLIGHT);
  const rate = await rateOf(JOBS, IN_FLIGHT, (i) =>
    client.call('POST', '/api/jobs', {
      name: `bench ${i}`,
      url: 'https://api.example.com/report',
      method: 'POST',
      schedule: '0 4 * * *',
      timezone: 'Asia/Tokyo',
      headers: { 'content-type': 'application/json' },
      body: '{"type":"daily"}',
    }),
  );
  await client.close();
  return rate;
}
