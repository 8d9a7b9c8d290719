import { openDatabase, type Database } from '@carillon/core/db/client';
import { selectChangeMarks } from '@carillon/core/db/queries/change-marks';
import { forecastFirings } from '@carillon/core/engine/forecast-firings';
import { listAuditEvents } from '@carillon/core/engine/list-audit-events';
import { listCronJobTags } from '@carillon/core/engine/list-cron-job-tags';
import { listCronJobs } from '@carillon/core/engine/list-cron-jobs';
import { listRunOutcomes } from '@carillon/core/engine/list-run-outcomes';
import { listRuns } from '@carillon/core/engine/list-runs';
import { readRunStats } from '@carillon/core/engine/read-run-stats';
import { readUsage } from '@carillon/core/engine/read-usage';
import { seedUser } from '@carillon/testkit/seed';
import { seedAccount } from './s2-seed.js';
import type { Servers } from './servers.js';
import { median } from './statistics.js';

/** A question of a page for people, how long its first answer took, and the middle one of several after it. */
export interface PageAnswer {
  question: string;
  firstMs: number;
  ms: number;
}

export interface AccountSize {
  jobs: number;
  runs: number;
}

const TIMES = 9;

/** S2: what a page for people asks of the API, of one user with so many cron jobs and such a ledger of a week. */
export async function askForPages(servers: Servers, size: AccountSize): Promise<PageAnswer[]> {
  const database = openDatabase({ url: await servers.freshDatabase('account'), max: 4 });
  try {
    const userId = await seedUser(database.db);
    await seedAccount(database, userId, size);
    return await askEverything(database, userId);
  } finally {
    await database.close();
  }
}

async function askEverything({ db }: Database, userId: string): Promise<PageAnswer[]> {
  const newest = (await listCronJobs(db, { userId, limit: 1_000 })).items;
  const middle = (await listRuns(db, { userId, limit: 1, to: new Date(Date.now() - 3 * 86_400_000) })).items[0];
  const cronJobId = newest[0]?.id ?? '';
  const cronJobIds = newest.slice(0, 100).map(({ id }) => id);
  const jobs = (filter: object) => () => listCronJobs(db, { userId, limit: 100, ...filter });
  const runs = (filter: object) => () => listRuns(db, { userId, limit: 100, ...filter });
  const stats = (filter: { span: 'hour' | 'day'; cronJobId?: string }) => () => readRunStats(db, { userId, ...filter });
  const questions: [string, () => Promise<unknown>][] = [
    ['jobs, page 1', jobs({})],
    ['jobs, page 10', jobs({ beforeId: newest.at(-1)?.id })],
    ['jobs by a part of the name', jobs({ search: '99' })],
    ['jobs by tag', jobs({ tag: 'team-7' })],
    ['failing jobs', jobs({ failing: true })],
    ['tags', () => listCronJobTags(db, userId)],
    ['logs, page 1', runs({})],
    ['logs, from the middle', runs({ beforeId: middle?.id })],
    ['logs that failed', runs({ successful: false })],
    ['logs of a status that none has', runs({ status: 418 })],
    ['logs under way', runs({ state: 'running' })],
    ['logs of a job', runs({ cronJobId })],
    ['last 50 outcomes of 100 jobs', () => listRunOutcomes(db, { userId, cronJobIds, limit: 50 })],
    ['figures of the hour', stats({ span: 'hour' })],
    ['figures of the day', stats({ span: 'day' })],
    ['figures of a job’s day', stats({ span: 'day', cronJobId })],
    ['firings of 60 minutes', () => forecastFirings(db, { userId, minutes: 60 })],
    ['firings of 180 minutes', () => forecastFirings(db, { userId, minutes: 180 })],
    ['audit, page 1', () => listAuditEvents(db, { userId, limit: 100 })],
    ['audit of one kind', () => listAuditEvents(db, { userId, limit: 100, action: 'api_key.created' })],
    ['usage', () => readUsage(db, { quotaTimezone: 'UTC' }, userId)],
    ['whether anything has changed', () => selectChangeMarks(db, [userId])],
  ];
  const answers: PageAnswer[] = [];
  for (const [question, ask] of questions) answers.push({ question, ...(await time(ask)) });
  return answers;
}

async function time(ask: () => Promise<unknown>): Promise<{ firstMs: number; ms: number }> {
  const times: number[] = [];
  for (let n = 0; n <= TIMES; n++) {
    const startedAt = performance.now();
    await ask();
    times.push(performance.now() - startedAt);
  }
  const [firstMs = 0, ...others] = times;
  return { firstMs, ms: median(others) };
}
