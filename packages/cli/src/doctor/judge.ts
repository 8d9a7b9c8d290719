import type { Components } from '@carillon/client';
import { check, type Check } from './check.js';

const DAY_MS = 86_400_000;
const SOON_MS = 14 * DAY_MS;

type ApiKey = Components['schemas']['ApiKey'];
type Usage = Components['schemas']['Usage'];
type Log = Components['schemas']['Log'];

/** The key's scopes, and how long it lasts. */
export function judgeKey({ name, scopes, expiresAt }: ApiKey, now: number): Check {
  const what = `"${name}" may ${scopes.join(', ')}`;
  if (expiresAt === null) return check.ok('key', `${what}; it does not expire`);
  const leftMs = Date.parse(expiresAt) - now;
  const until = `${what}; it expires at ${expiresAt}`;
  return leftMs > SOON_MS
    ? check.ok('key', until)
    : check.warn('key', until, 'Make a new one with `carillon keys create`.');
}

const CLOCK_WARN_MS = 3_000;
const CLOCK_FAIL_MS = 60_000;

/** The server's clock against ours. Its Date header has whole seconds, and was written somewhere during the request. */
export function judgeClock(date: string | null, sentAt: number, answeredAt: number): Check {
  const server = Date.parse(date ?? '');
  if (Number.isNaN(server)) return check.warn('clock', 'the server sent no Date', 'Look at the proxy in front of it.');
  const early = sentAt - (server + 1_000);
  const late = server - answeredAt;
  const offMs = Math.max(0, early, late);
  const text =
    offMs === 0 ? 'agrees with the server' : `differs from the server's by ${(offMs / 1_000).toFixed(1)} s or more`;
  if (offMs <= CLOCK_WARN_MS) return check.ok('clock', text);
  const advice = 'Synchronise both clocks (NTP); due instants go by the clock of the server’s PostgreSQL.';
  return offMs <= CLOCK_FAIL_MS ? check.warn('clock', text, advice) : check.fail('clock', text, advice);
}

const NEARLY = 0.8;

/** How much of the plan is used. */
export function judgeUsage({ current, monthly, daily, limits }: Usage): Check {
  const parts = [
    ['jobs', current.jobs, limits.maxJobs],
    ['runs this month', monthly.executions, limits.monthlyRuns],
    ['API calls today', daily.apiCalls, limits.dailyApiCalls],
  ] as const;
  const tight = parts.flatMap(([what, used, limit]) =>
    limit !== null && used >= limit * NEARLY ? [`${used} of ${limit} ${what}`] : [],
  );
  if (tight.length === 0) return check.ok('plan', `${limits.plan}, with room left`);
  return check.warn(
    'plan',
    `${limits.plan}: ${tight.join(', ')} used`,
    'Ask for a larger plan, or delete what is not needed.',
  );
}

const LATE_MS = 5_000;

/** How late the last scheduled runs began. */
export function judgeLateness(logs: readonly Pick<Log, 'latenessMs'>[]): Check {
  const latenesses = logs.flatMap(({ latenessMs }) => (latenessMs === null ? [] : [latenessMs])).sort((a, b) => a - b);
  if (latenesses.length === 0) return check.ok('lateness', 'no scheduled run yet');
  const at = (share: number) => latenesses[Math.min(latenesses.length - 1, Math.floor(latenesses.length * share))] ?? 0;
  const text = `of the last ${latenesses.length} scheduled runs: p50 ${at(0.5)} ms, p99 ${at(0.99)} ms`;
  if (at(0.99) <= LATE_MS) return check.ok('lateness', text);
  return check.warn('lateness', text, 'Add workers, or spread jobs that share an instant with `jitterSeconds`.');
}

const OVERDUE_MS = 60_000;

/** Jobs whose instant has come and gone: nobody claims them. */
export function judgeScheduler(jobs: readonly Pick<Components['schemas']['Job'], 'nextRunAt'>[], now: number): Check {
  const overdue = jobs.filter(({ nextRunAt }) => nextRunAt !== null && now - Date.parse(nextRunAt) > OVERDUE_MS);
  if (overdue.length === 0) return check.ok('scheduler', `no job is overdue (${jobs.length} enabled ones looked at)`);
  return check.fail(
    'scheduler',
    `${overdue.length} jobs are overdue by more than a minute`,
    'Start a scheduler, or look at its log.',
  );
}

/** Runs that nobody takes from the queue. */
export function judgeWorker(queued: readonly Pick<Log, 'scheduledFor'>[], now: number): Check {
  const waiting = queued.filter(({ scheduledFor }) => now - Date.parse(scheduledFor) > OVERDUE_MS);
  if (waiting.length === 0) return check.ok('worker', 'no run waits for long');
  return check.fail(
    'worker',
    `${waiting.length} runs have waited for more than a minute`,
    'Start a worker, or look at its log.',
  );
}

/** The offsets of some zones, half a year apart, as the server has them and as this machine does. */
export function judgeTimeZones(firings: readonly { zone: string; at: string; local: string }[]): Check {
  const differing = firings.filter(({ zone, at, local }) => offsetOf(zone, at) !== serverOffset(local));
  const zones = [...new Set(differing.map(({ zone }) => zone))];
  if (zones.length === 0) return check.ok('time zones', 'server and this machine know the same rules');
  return check.warn(
    'time zones',
    `the rules differ for ${zones.join(', ')}`,
    'Bring Node up to date on the older side: the rules come with it.',
  );
}

function offsetOf(timeZone: string, at: string): string {
  const format = new Intl.DateTimeFormat('en', { timeZone, timeZoneName: 'longOffset' });
  const name = format.formatToParts(new Date(at)).find(({ type }) => type === 'timeZoneName')?.value ?? '';
  return name === 'GMT' ? '+00:00' : name.replace('GMT', '');
}

const serverOffset = (local: string): string => (local.endsWith('Z') ? '+00:00' : local.slice(-6));
