import { join } from 'node:path';
import { z } from 'zod';
import { readJsonFile, writeJsonFile } from './json-file.js';
import type { LocalApi } from './local-api.js';

export const DEMO_JOB_NAME = 'Demo: echo every minute';

const remembered = z.object({ userId: z.string(), jobId: z.string() });
const job = z.object({ id: z.string(), url: z.string() });

/**
 * Creates the demo cron job once for each demo account, and points it at the echo of this very api, whose port may have changed.
 * Who deletes it does not get it back. Throws a sentence.
 */
export async function ensureDemoJob(api: LocalApi, dataDir: string, userId: string): Promise<void> {
  const file = join(dataDir, 'demo.json');
  const url = `${api.url}/echo`;
  const known = await readJsonFile(file, remembered);
  if (known?.userId === userId) return pointAt(api, `/api/jobs/${known.jobId}`, url);
  const created = await api.call('POST', '/api/jobs', demoJob(url));
  const found = job.safeParse(created.data);
  if (!found.success) throw new Error(`The demo job could not be created: ${created.status} ${created.message}`);
  await writeJsonFile(file, { userId, jobId: found.data.id });
}

async function pointAt(api: LocalApi, path: string, url: string): Promise<void> {
  const current = await api.call('GET', path);
  if (current.status === 404 || job.safeParse(current.data).data?.url === url) return;
  const changed = await api.call('PATCH', path, { url });
  if (changed.status >= 300) throw new Error(`The demo job could not be changed: ${changed.status} ${changed.message}`);
}

function demoJob(url: string): Record<string, unknown> {
  return {
    name: DEMO_JOB_NAME,
    url,
    method: 'POST',
    schedule: '* * * * *',
    timezone: 'UTC',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({ hello: 'from Carillon' }),
    // After a restart the worker makes up for a missed minute before the api, whose echo it calls, listens again.
    retry: { maxAttempts: 3, delayMs: 1_000 },
  };
}
