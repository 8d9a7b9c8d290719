import { closeSync, openSync, readFileSync, writeSync } from 'node:fs';

/*
 * What the parts of a run write down while it lasts, a JSON line each. The check reads these files and Postgres, and
 * nothing that was kept in memory. All instants are epoch milliseconds of this machine's one clock.
 */

/** A cron job that the API has acknowledged. */
export interface CreatedLine {
  kind: 'created';
  jobId: string;
  name: string;
  period: number;
  sentAt: number;
  at: number;
}

export type EditVerb = 'pause' | 'resume' | 'retime' | 'move' | 'delete';

/** A change of a cron job; `at` is null when no answer tells whether it was made. */
export interface EditLine {
  kind: 'edit';
  verb: EditVerb;
  jobId: string;
  /** The seconds between its firings from then on. */
  period: number;
  /** The version in its URL from then on. */
  version: number;
  enabled: boolean;
  sentAt: number;
  at: number | null;
}

/** A manual run that the API has acknowledged. */
export interface ExecutedLine {
  kind: 'executed';
  jobId: string;
  runId: string;
  at: number;
}

/** A worker job that the API has acknowledged. */
export interface MadeLine {
  kind: 'made';
  key: string;
  name: string;
  at: number;
}

/** A worker job that the API has handed to us. */
export interface ActivatedLine {
  kind: 'activated';
  key: string;
  activationId: string;
  /** The end of its lease, as the API says it. */
  deadline: number;
  at: number;
}

/** What became of a report on a worker job. `doubtful`: an earlier try had no answer and may be the one that counted. */
export interface ReportedLine {
  kind: 'reported';
  verb: 'complete' | 'fail';
  key: string;
  activationId: string;
  outcome: 'accepted' | 'refused';
  doubtful: boolean;
  reason: string | null;
  at: number;
}

/** An answer that no request may get, whatever is down. */
export interface FaultLine {
  kind: 'fault';
  request: string;
  status: number;
  text: string;
  at: number;
}

export type AckLine = CreatedLine | EditLine | ExecutedLine | MadeLine | ActivatedLine | ReportedLine | FaultLine;

/** A call as it came to the target, and how the target answered it. */
export type CallLine =
  | {
      kind: 'arrived';
      runId: string;
      attempt: number;
      jobId: string;
      version: number;
      scheduledFor: number;
      /** The process that called. */
      pid: number;
      at: number;
    }
  | { kind: 'answered'; runId: string; attempt: number; pid: number; status: number; cut: boolean; at: number };

/** Something that was done to a process or a server, from its first effect to its last. */
export interface DisturbanceLine {
  kind: 'kill' | 'freeze' | 'replace' | 'wipe-queue' | 'redis-restart' | 'postgres-restart';
  /** Which of ours; empty for servers. */
  name: string;
  pid: number;
  from: number;
  to: number;
}

/** A process that ended though nobody asked it to, or not as it should. */
export interface ExitLine {
  kind: 'exit';
  name: string;
  why: string;
  lastLines: string[];
  at: number;
}

/** How long a commit of one small row took, or a wait for a lock: what the machine, its disk and others allowed at the time. */
export interface CommitLine {
  kind: 'commit';
  ms: number;
  at: number;
}

export type NemesisLine = DisturbanceLine | ExitLine | CommitLine;

/** A file that lines are appended to, each whole and at once. */
export interface Journal<Line> {
  write(line: Line): void;
  readonly count: number;
  close(): void;
}

export function openJournal<Line>(path: string): Journal<Line> {
  const file = openSync(path, 'a');
  let count = 0;
  return {
    get count() {
      return count;
    },
    write(line) {
      writeSync(file, `${JSON.stringify(line)}\n`);
      count++;
    },
    close: () => closeSync(file),
  };
}

export function readJournal<Line>(path: string): Line[] {
  const lines = readFileSync(path, 'utf8').split('\n');
  return lines.filter((line) => line !== '').map((line) => JSON.parse(line) as Line);
}
