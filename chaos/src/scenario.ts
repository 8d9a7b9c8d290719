import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { openDatabase } from '@carillon/core/db/client';
import { seeded } from '@carillon/testkit/random';
import { seedApiKey, seedUser } from '@carillon/testkit/seed';
import { check } from './check/check.js';
import { gatherFacts, type Journals } from './check/facts.js';
import type { Finding } from './check/finding.js';
import { startCrew } from './crew.js';
import { startGauge } from './gauge.js';
import { createCaller, type Caller } from './load/caller.js';
import { startCronJobLoad } from './load/cron-jobs.js';
import { startWorkerJobLoad } from './load/worker-jobs.js';
import { unleash } from './nemesis.js';
import { settle, waitUntilClaimed } from './quiesce.js';
import { openJournal, type AckLine, type NemesisLine } from './records.js';
import { progress } from './report.js';
import { startServers, type Backend, type Servers } from './servers.js';
import { startTarget } from './target.js';

export interface ScenarioOptions {
  seed: number;
  minutes: number;
  backend: Backend;
  /** Where everything is kept. */
  folder: string;
}

/** One run: servers, processes and load of its own, trouble for so many minutes, then rest, then the check. */
export async function runScenario({ seed, minutes, backend, folder }: ScenarioOptions): Promise<Finding[]> {
  await mkdir(folder, { recursive: true });
  const file = (name: string) => join(folder, `${name}.jsonl`);
  const files: Journals = { acks: file('acks'), calls: file('calls'), nemesis: file('nemesis') };
  const closers: (() => Promise<void> | void)[] = [];
  try {
    const servers = await startServers(folder, backend);
    closers.push(() => servers.close());
    const target = await startTarget(files.calls, seed);
    closers.push(() => target.close());
    const nemesis = openJournal<NemesisLine>(files.nemesis);
    const crew = await startCrew({ folder, env: environmentOf(servers), journal: nemesis });
    closers.push(() => crew.stop());
    const gauge = startGauge(servers.databaseUrl, nemesis);
    closers.push(() => gauge.close());
    const acks = openJournal<AckLine>(files.acks);
    const caller = createCaller(crew.apiUrls, await openAccount(servers.databaseUrl), acks);
    // Of its own stream each, so that what one draws does not depend on how often another did.
    const [ofJobs, ofWorkerJobs, ofNemesis] = [seeded(seed), seeded(seed + 1), seeded(seed + 2)];
    const label = `chaos-${seed}`;
    const cronJobs = startCronJobLoad({ caller, targetUrl: target.url, random: ofJobs, journal: acks, label });
    const workerJobs = startWorkerJobLoad({ caller, random: ofWorkerJobs, journal: acks, label: `${label}-job` });
    const telling = setInterval(() => progress(describeLoad(cronJobs, workerJobs, caller)), 10_000);
    closers.push(() => clearInterval(telling));

    const until = Date.now() + minutes * 60_000;
    await unleash({ crew, servers, random: ofNemesis, journal: nemesis, tell: progress, until });
    await delay(Math.max(0, until - Date.now()));
    progress('everything is up again: letting it come to rest');
    await Promise.all([cronJobs.finish(), workerJobs.finishMaking()]);
    await waitUntilClaimed(servers.databaseUrl);
    const closedAt = Date.now();
    await cronJobs.pauseAll();
    await settle(servers.databaseUrl);
    await workerJobs.finish();
    await crew.stop();
    const facts = await gatherFacts(files, servers.databaseUrl, closedAt);
    const findings = check(facts);
    await writeFile(join(folder, 'findings.json'), `${JSON.stringify(findings, null, 2)}\n`);
    return findings;
  } finally {
    for (const close of closers.reverse()) await close();
  }
}

/** What our processes are started with. */
function environmentOf({ databaseUrl, redisUrl }: Servers): Record<string, string> {
  return {
    DATABASE_URL: databaseUrl,
    ...(redisUrl !== null && { REDIS_URL: redisUrl }),
    HOST: '127.0.0.1',
    EGRESS_ALLOW_CIDRS: '127.0.0.0/8',
    EXECUTE_WAIT_MS: '2000',
    LOG_LEVEL: 'info',
    NODE_OPTIONS: `--import=${new URL('./name-caller.js', import.meta.url).href}`,
  };
}

/** A user without limits; the token of their key. */
async function openAccount(databaseUrl: string): Promise<string> {
  const database = openDatabase({ url: databaseUrl });
  try {
    return await seedApiKey(database.db, await seedUser(database.db));
  } finally {
    await database.close();
  }
}

function describeLoad(
  cronJobs: { created: number; edited: number; executed: number },
  workerJobs: { made: number; reported: number },
  { answers }: Caller,
): string {
  const { created, edited, executed } = cronJobs;
  const { made, reported } = workerJobs;
  const byStatus = [...answers].sort(([a], [b]) => a - b).map(([status, count]) => `${status}×${count}`);
  return `acknowledged: ${created} jobs, ${edited} edits, ${executed} manual runs, ${made} worker jobs, ${reported} reports; answers ${byStatus.join(' ')}`;
}
