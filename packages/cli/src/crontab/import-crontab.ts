import { basename } from 'node:path/posix';
import { commentsOf, shortAddress, titleOf } from './name-job.js';
import { readCrontab, type CronLine, type Entry } from './read-crontab.js';
import { readSchedule } from './read-schedule.js';
import { readWork, workerVariables, type HttpWork, type WorkerWork } from './read-work.js';
import { noteOf } from './variable-notes.js';

/** What becomes of a line. */
export interface Imported {
  readonly line: number;
  /** The comment above it, else what it calls. */
  readonly name: string;
  /** What else stands above it. */
  readonly comments: readonly string[];
  readonly schedule: string;
  readonly timezone: string;
  readonly work: HttpWork | WorkerWork;
}

/** What there is to say about a line: that nothing became of it and why, or what is different now. */
export interface Remark {
  readonly line: number;
  readonly level: 'unmapped' | 'note';
  readonly text: string;
}

export interface ImportOptions {
  /** Whether users stand before the commands. */
  readonly system: boolean;
  /** Where no CRON_TZ says it. */
  readonly timezone: string;
  /** Commands that are no calls become worker jobs. */
  readonly workerJobs: boolean;
}

/** Makes jobs of a crontab. Every line that becomes none, and every part that gets lost, is remarked upon. */
export function importCrontab(text: string, options: ImportOptions): { jobs: Imported[]; remarks: Remark[] } {
  const jobs: Imported[] = [];
  const remarks: Remark[] = [];
  const names = new Set<string>();
  for (const entry of readCrontab(text, options)) {
    if (entry.kind !== 'job') remarks.push(...remarkOn(entry));
    else {
      const { job, notes, reason } = importLine(entry, options);
      const { line } = entry;
      if (job !== null) jobs.push({ ...job, name: unique(job.name, names) });
      if (reason !== null) remarks.push({ line, level: 'unmapped', text: reason });
      remarks.push(...notes.map((note): Remark => ({ line, level: 'note', text: note })));
    }
  }
  return { jobs, remarks };
}

function remarkOn(entry: Exclude<Entry, CronLine>): Remark[] {
  const { line, kind } = entry;
  switch (kind) {
    case 'variable': {
      const text = noteOf(entry.name);
      return text === null ? [] : [{ line, level: 'note', text }];
    }
    case 'disabled':
      return [{ line, level: 'note', text: 'it is commented out, and no job was made of it' }];
    case 'malformed':
      return [
        {
          line,
          level: 'unmapped',
          text: 'it is no line of a crontab: neither a schedule with a command nor NAME=value',
        },
      ];
  }
}

interface LineResult {
  readonly job: Imported | null;
  readonly notes: readonly string[];
  readonly reason: string | null;
}

function importLine(entry: CronLine, { timezone: usual, workerJobs }: ImportOptions): LineResult {
  const nothing = (reason: string): LineResult => ({ job: null, notes: [], reason });
  const timing = readSchedule(entry.schedule);
  if ('reason' in timing) return nothing(timing.reason);
  const timezone = entry.variables['CRON_TZ'] ?? usual;
  if (!isTimeZone(timezone)) return nothing(`there is no time zone "${timezone}"`);
  const { line, comments } = entry;
  const title = titleOf(comments);
  const job = { line, comments: commentsOf(entry), schedule: timing.schedule, timezone };
  const read = readWork(entry);
  if (!('reason' in read)) {
    const { notes, ...work } = read;
    return { job: { ...job, name: title ?? shortAddress(work.call.url), work }, notes, reason: null };
  }
  if (!workerJobs) return nothing(read.reason);
  const name = title ?? (basename(entry.command.split(/\s/)[0] ?? '').slice(0, 100) || 'command');
  const work = { kind: 'workerJob', variables: workerVariables(entry) } as const;
  return { job: { ...job, name, work }, notes: [`it became a worker job, since ${read.reason}`], reason: null };
}

function unique(name: string, taken: Set<string>): string {
  let free = name;
  for (let n = 2; taken.has(free); n += 1) free = `${name} (${n})`;
  taken.add(free);
  return free;
}

function isTimeZone(timeZone: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone });
    return true;
  } catch {
    return false;
  }
}
