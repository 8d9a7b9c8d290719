import { basename } from 'node:path/posix';
import type { HttpCall } from './http-call.js';
import type { CronLine } from './read-crontab.js';
import { readCurl } from './read-curl.js';
import { readWget } from './read-wget.js';
import { simpleCommand, type SimpleCommand } from './simple-command.js';

export interface HttpWork {
  readonly kind: 'http';
  readonly call: HttpCall;
  readonly overlap: SimpleCommand['overlap'];
}

export interface WorkerWork {
  readonly kind: 'workerJob';
  readonly variables: Readonly<Record<string, unknown>>;
}

const PROGRAMS = new Map<string, typeof readCurl>([
  ['curl', readCurl],
  ['wget', readWget],
]);

/** Reads what a line does, if that is a call. */
export function readWork({
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

/** What a worker needs to do what a line does. */
export function workerVariables({ command, user, stdin, variables }: CronLine): Record<string, unknown> {
  const used = Object.entries(variables).filter(([name]) => new RegExp(String.raw`\$\{?${name}\b`).test(command));
  return {
    command,
    ...(user !== null && { user }),
    ...(stdin !== null && { stdin }),
    ...(used.length > 0 && { env: Object.fromEntries(used) }),
  };
}
