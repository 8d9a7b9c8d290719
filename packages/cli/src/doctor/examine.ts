import { createHash } from 'node:crypto';
import { CarillonError, createClient, type CarillonClient } from '@carillon/client';
import type { Service } from '../connection/find-service.js';
import { sentenceOf } from '../exit-codes.js';
import { check, type Check } from './check.js';
import {
  judgeClock,
  judgeKey,
  judgeLateness,
  judgeScheduler,
  judgeTimeZones,
  judgeUsage,
  judgeWorker,
} from './judge.js';

/** Other processes to look at, as far as somebody said where they are. */
export interface Examined {
  readonly service: Service;
  readonly others: Readonly<Record<string, string | undefined>>;
}

const PROBE = { maxRetries: 0, timeoutMs: 5_000 } as const;
/** Rules of the north, the south, half an hour, and one that changes often. */
const ZONES = ['Europe/Berlin', 'America/New_York', 'Australia/Lord_Howe', 'Africa/Casablanca'];

/** Looks at everything that can be seen from here. Without an answer of the API there is nothing more to see. */
export async function examine({ service, others }: Examined): Promise<Check[]> {
  const client = createClient({ baseUrl: service.url, apiKey: service.apiKey, language: 'en' });
  const reached = await reach(client, service);
  const processes = [...devProcesses(service), ...(await Promise.all(Object.entries(others).map(probe))).flat()];
  if (reached.some(({ level }) => level === 'fail')) return [...reached, ...processes];
  const parts = [version, readiness, key, plan, timeZones, scheduler, worker, lateness];
  const checks: Check[] = [];
  for (const part of parts)
    checks.push(await part(client, service).catch((error: unknown) => unseen(part.name, error)));
  return [...reached, ...checks, ...processes];
}

async function reach(client: CarillonClient, { url }: Service): Promise<Check[]> {
  let date: string | null = null;
  const sentAt = Date.now();
  try {
    await client.health(undefined, { ...PROBE, onHeaders: (headers) => (date = headers.get('date')) });
  } catch (error) {
    return [check.fail('api', `${url}: ${sentenceOf(error)}`, 'Start it, or give its address with --url.')];
  }
  const answeredAt = Date.now();
  return [check.ok('api', `${url} answers in ${answeredAt - sentAt} ms`), judgeClock(date, sentAt, answeredAt)];
}

async function version(client: CarillonClient): Promise<Check> {
  const { version, status } = await client.getSystemStatus();
  if (status === 'HEALTHY') return check.ok('version', `Carillon ${version}`);
  return check.warn('version', `Carillon ${version} is ${status}`, 'Look at /api/v1/system/status.');
}

async function readiness(client: CarillonClient): Promise<Check> {
  try {
    const { missing } = await client.ready(undefined, PROBE);
    if (missing.length === 0) return check.ok('readiness', 'PostgreSQL and the queue answer');
    return check.warn(
      'readiness',
      `away: ${missing.join(', ')}`,
      'Runs wait in PostgreSQL until the queue is back: look at Redis.',
    );
  } catch (error) {
    return check.fail('readiness', sentenceOf(error), 'Look at PostgreSQL: without it nothing goes on.');
  }
}

async function key(client: CarillonClient, { apiKey }: Service): Promise<Check> {
  const hash = createHash('sha256').update(apiKey).digest('hex');
  const own = (await client.listKeys()).find(({ keyHash }) => hash.startsWith(keyHash));
  return own === undefined ? check.ok('key', 'it works') : judgeKey(own, Date.now());
}

const plan = async (client: CarillonClient): Promise<Check> => judgeUsage(await client.getUsage());

async function timeZones(client: CarillonClient): Promise<Check> {
  const asked = ZONES.map(async (timezone) => {
    const firings = await client.previewSchedule({ body: { schedule: '0 12 1 1,7 *', timezone }, query: { count: 2 } });
    return firings.map(({ at, local }) => ({ zone: timezone, at, local }));
  });
  return judgeTimeZones((await Promise.all(asked)).flat());
}

async function scheduler(client: CarillonClient): Promise<Check> {
  return judgeScheduler(await client.listJobs({ query: { enabled: 'true', limit: 100 } }), Date.now());
}

async function worker(client: CarillonClient): Promise<Check> {
  return judgeWorker(await client.listLogs({ query: { state: 'queued', limit: 100 } }), Date.now());
}

async function lateness(client: CarillonClient): Promise<Check> {
  return judgeLateness(await client.listLogs({ query: { type: 'AUTO', limit: 100 } }));
}

/** What could not be looked at. */
function unseen(name: string, error: unknown): Check {
  if (error instanceof CarillonError && error.status === 401) {
    return check.fail(name, sentenceOf(error), 'Use another key: this one is unknown, disabled or expired.');
  }
  if (error instanceof CarillonError && error.status === 403) {
    return check.warn(name, `not looked at: ${sentenceOf(error)}`, 'Use a key with that scope to see it.');
  }
  return check.fail(name, sentenceOf(error), 'Look at the log of the api.');
}

async function probe([name, url]: [string, string | undefined]): Promise<Check[]> {
  if (url === undefined) return [];
  try {
    await createClient({ baseUrl: url, apiKey: '' }).ready(undefined, PROBE);
    return [check.ok(name, `${url} is ready`)];
  } catch (error) {
    return [check.fail(name, `${url}: ${sentenceOf(error)}`, `Start the ${name}, or look at its log.`)];
  }
}

/** The processes of an `npm start` on this machine. */
function devProcesses({ dev }: Service): Check[] {
  return Object.entries(dev?.pids ?? {}).map(([name, pid]) =>
    isAlive(pid)
      ? check.ok(`process ${name}`, `${pid} runs`)
      : check.fail(`process ${name}`, `${pid} is gone`, 'Start it again with `npm start`.'),
  );
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}
