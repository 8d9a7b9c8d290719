import { open, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { processIdentity } from '@carillon/embedded-db/process-identity';
import { readJsonFile } from './json-file.js';

const holderSchema = z.object({ pid: z.number(), identity: z.string(), url: z.string() });

/** Says that this process runs on the data directory, until `release`. */
export interface RunLock {
  release(): Promise<void>;
}

/** Takes the data directory for this process. Throws a sentence with pid and url when another one runs on it. */
export async function takeRunLock(dataDir: string, url: string): Promise<RunLock> {
  const file = join(dataDir, 'running.json');
  const holder = await readJsonFile(file, holderSchema);
  if (holder !== null && (await processIdentity(holder.pid)) === holder.identity) throw alreadyRunning(dataDir, holder);
  // Left by a process that was killed.
  await rm(file, { force: true });
  const mine = JSON.stringify({ pid: process.pid, identity: (await processIdentity(process.pid)) ?? '', url });
  // Of two that start at once, one gets the file.
  const handle = await open(file, 'wx', 0o600).catch(() => {
    throw new Error(`Another start on ${dataDir} came first.`);
  });
  await handle.writeFile(mine);
  await handle.close();
  return { release: () => release(file, mine) };
}

async function release(file: string, mine: string): Promise<void> {
  if ((await readFile(file, 'utf8').catch(() => '')) === mine) await rm(file, { force: true });
}

function alreadyRunning(dataDir: string, { pid, url }: z.infer<typeof holderSchema>): Error {
  return new Error(`Carillon is already running on ${dataDir}: process ${pid}, ${url}.`);
}
