import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { argv, env, exit } from 'node:process';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

// What a running `npm start` tells other programs: where its API is, and a key for it.
const dataDir = env.CARILLON_DATA_DIR ?? fileURLToPath(new URL('../../.carillon', import.meta.url));
const devFile = join(dataDir, 'dev.json');
const { apiUrl, apiKey } = await readFile(devFile, 'utf8').then(JSON.parse, () =>
  fail(`There is no ${devFile}: start Carillon with \`npm start\` first.`),
);

const url = argv[2] ?? `${apiUrl}/echo`;
const draft = {
  name: 'First job',
  url,
  method: 'POST',
  schedule: '* * * * *',
  timezone: 'UTC',
  body: '{"hello":"you"}',
};
const job = await call('POST', '/api/jobs', draft);
console.log(`Created ${job.id}, which calls ${url}. It is due at ${job.nextRunAt}.`);
console.log(JSON.stringify(await firstLog(job.id), null, 2));
await call('DELETE', `/api/jobs/${job.id}`);
console.log('Deleted the job. Its log stays.');

async function firstLog(jobId) {
  for (;;) {
    const logs = await call('GET', `/api/jobs/${jobId}/logs`);
    const finished = logs.find(({ finishedAt }) => finishedAt !== null);
    if (finished !== undefined) return finished;
    await delay(500);
  }
}

async function call(method, path, body) {
  const headers = { authorization: `Bearer ${apiKey}`, 'content-type': 'application/json', 'accept-language': 'en' };
  const response = await fetch(apiUrl + path, { method, headers, body: body && JSON.stringify(body) }).catch(() =>
    fail(`Nothing answers at ${apiUrl}: start Carillon with \`npm start\` first.`),
  );
  const { success, message, data } = await response.json();
  return success ? data : fail(`${method} ${path}: ${message}`);
}

function fail(sentence) {
  console.error(sentence);
  exit(1);
}
