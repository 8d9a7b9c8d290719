import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { env } from 'node:process';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { JobError, RetryLater, WorkerClient } from '@carillon/client';

// What a running `npm start` tells other programs: where its API is, and a key for it.
const dataDir = env.CARILLON_DATA_DIR ?? fileURLToPath(new URL('../../.carillon', import.meta.url));
const { apiUrl: baseUrl, apiKey } = JSON.parse(await readFile(join(dataDir, 'dev.json'), 'utf8'));

const onError = (error, { activity, jobKey }) => console.error(`${activity} ${jobKey ?? ''}: ${error.message}`);

new WorkerClient({ baseUrl, apiKey, onError })
  .worker('email-sender', sendEmail, { concurrency: 5, leaseMs: 30_000 })
  .start();
console.log('Waiting for jobs of the type email-sender.');

/** Stands for a call to a mail service. What it returns is the job's result. */
async function sendEmail({ key, variables, retries, signal }) {
  const { recipient, takesMs = 0 } = variables;
  // A business error: an incident is opened, and a person decides.
  if (typeof recipient !== 'string') throw new JobError('NO_RECIPIENT', { message: 'The job names no recipient' });
  // Not now: tried again in a second. Any other error is tried again after 2, 4, 8 … s.
  if (variables.busy && retries === 3) throw new RetryLater({ afterMs: 1_000, message: 'The mail service is busy' });
  console.log(`${key}: sending to ${recipient}`);
  // The signal aborts when somebody else has the job: then stop.
  await delay(takesMs, undefined, { signal });
  return { messageId: `mail-${key}` };
}
