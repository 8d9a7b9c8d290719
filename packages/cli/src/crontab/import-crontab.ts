import { basename } from 'node:path/posix';
import { readSchedule } from './read-schedule.js';
import { readCrontab, type CronLine, type Entry } from './read-crontab.js';
import { readCurl } from './read-curl.js';
import { readWget } from './read-wget.js';
import type { HttpCall } from './http-call.js';
import { simpleCommand, type SimpleCommand } from './simple-command.js';
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

export interface HttpWork {
  readonly kind: 'http';
  readonly call: HttpCall;
  readonly overlap: SimpleCommand['overlap'];
}

export interface WorkerWork {
  readonly kind: 'workerJob';
  readonly variables: Readonly<Record<string, unknown>>;
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
  const name = title ?? basename(entry.command.split(/\s/)[0] ?? '').slice(0, 100);
  const work = { kind: 'workerJob', variables: workerVariables(entry) } as const;
  return { job: { ...job, name, work }, notes: [`it became a worker job, since ${read.reason}`], reason: null };
}

const PROGRAMS = new Map<string, typeof readCurl>([
  ['curl', readCurl],
  ['wget', readWget],
]);

function readWork({
  command,
  stdin,
  variables,
}: CronLine): (HttpWork & { notes: readonly string[] }) | { reason: string } {
  const simple = simpleCommand(command, variables);
  if ('reason' in simple) return simple;
  const [program = '', ...words] = simple.words;
  const read = PROGRAMS.get(basename(program));
  if (read === undefined) return { reason: `it is a command of the machine (${basename(program)})` };
  const call = read(words, stdin);
  if ('reason' in call) return call;
  const timeoutMs = Math.min(call.timeoutMs ?? Infinity, simple.timeoutMs ?? Infinity);
  const limited = timeoutMs === Infinity ? call : { ...call, timeoutMs: Math.max(100, timeoutMs) };
  const notes = [...simple.notes, ...call.notes, ...lossesOf(call.url, words, stdin)];
  return { kind: 'http', call: limited, overlap: simple.overlap, notes };
}

function lossesOf(url: string, words: readonly string[], stdin: string | null): string[] {
  const isRead = words.some((word) => word.endsWith('@-'));
  return [
    ...(stdin === null || isRead ? [] : ['what follows its % is not read by the call, and left out']),
    ...(/[?&][^=]*(?:token|key|secret|password)[^=]*=/i.test(url)
      ? ['its address has what looks like a secret in it']
      : []),
  ];
}

function workerVariables({ command, user, stdin, variables }: CronLine): Record<string, unknown> {
  const used = Object.entries(variables).filter(([name]) => new RegExp(String.raw`\$\{?${name}\b`).test(command));
  return {
    command,
    ...(user !== null && { user }),
    ...(stdin !== null && { stdin }),
    ...(used.length > 0 && { env: Object.fromEntries(used) }),
  };
}

/** The last line of the comment that says something. */
function titleOf(comments: readonly string[]): string | null {
  const line = comments.findLast((comment) => /[\p{L}\p{N}]/u.test(comment));
  return line === undefined ? null : line.replace(/^[-=*#\s]+|[-=*#:\s]+$/g, '').slice(0, 100);
}

/** What is not a line of signs, without the line that has become the name. */
function commentsOf({ comments, heading }: CronLine): string[] {
  const telling = [...heading, ...comments].filter((comment) => /[\p{L}\p{N}]/u.test(comment));
  return titleOf(comments) === null ? telling : telling.slice(0, -1);
}

function shortAddress(text: string): string {
  const { host, pathname } = new URL(text);
  return `${host}${pathname === '/' ? '' : pathname}`.slice(0, 100);
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
