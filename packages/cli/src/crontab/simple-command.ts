import { basename } from 'node:path/posix';
import { readOptions } from './read-options.js';
import { shellWords, type Token } from './shell-words.js';

/** One program with its arguments, and what the shell around it meant for a job. */
export interface SimpleCommand {
  readonly words: readonly string[];
  readonly notes: readonly string[];
  /** Of `timeout`. */
  readonly timeoutMs?: number;
  /** Of `flock`: what a run does while the one before it goes on. */
  readonly overlap?: 'skip' | 'queue';
}

export type CommandReading = SimpleCommand | { readonly reason: string };

type Variables = Readonly<Record<string, string>>;

/** Programs that only take down what they are given. */
const RECORDERS = new Set(['logger', 'tee', 'ts', 'systemd-cat', 'cat']);

/** Reads a line of shell that is one program in the end. */
export function simpleCommand(command: string, variables: Variables): CommandReading {
  const read = shellWords(command, variables);
  if ('reason' in read) return read;
  const notes: string[] = [];
  const bare = withoutRedirections(read.tokens, notes);
  if ('reason' in bare) return bare;
  const single = singleCommand(bare.tokens, notes);
  return 'reason' in single ? single : unwrap({ words: single.words, notes }, variables);
}

type Rest = { tokens: Token[] } | { reason: string };

function withoutRedirections(tokens: readonly Token[], notes: string[]): Rest {
  const kept: Token[] = [];
  for (let i = 0; i < tokens.length; i += 1) {
    const token = tokens[i] ?? { kind: 'word', text: '' };
    if (token.kind === 'word' || !/[<>]/.test(token.text)) kept.push(token);
    else if (token.text.startsWith('<')) return { reason: 'it reads what it sends from a file of the machine' };
    else if (!/>&\d$/.test(token.text)) {
      const place = tokens[(i += 1)]?.text ?? '';
      if (place !== '/dev/null') notes.push(`its output went to ${place}; now it is in the log of the job`);
    }
  }
  return { tokens: kept };
}

/** What may be left out around a call: `cd`, `|| true`, a pipe into a log, a `&` at the end. */
function singleCommand(tokens: readonly Token[], notes: string[]): { words: string[] } | { reason: string } {
  const [first = [], ...others] = split(tokens);
  const words = first.map(({ text }) => text);
  const [next] = others;
  if (next === undefined) return words.length === 0 ? { reason: 'there is no command' } : { words };
  const [operator, ...following] = next;
  const after = following.map(({ text }) => text);
  if (words[0] === 'cd' && (operator?.text === '&&' || operator?.text === ';')) {
    notes.push('the directory that it goes to means nothing to a call');
    return singleCommand([...following, ...others.slice(1).flat()], notes);
  }
  if (words[0] === 'sleep')
    return { reason: 'it sleeps first; give the job jitterSeconds, or a schedule with seconds' };
  if (others.length > 1) return { reason: 'it is more than one command' };
  if (operator?.text === '||' && /^(?:true|:|exit 0)$/.test(after.join(' '))) return { words };
  if ((operator?.text === '&' || operator?.text === ';') && after.length === 0) return { words };
  if (operator?.text !== '|') return { reason: 'it is more than one command' };
  if (!RECORDERS.has(after[0] ?? '')) return { reason: `its output goes to another command (${after[0] ?? ''})` };
  notes.push(`its output went to ${after[0] ?? ''}; now it is in the log of the job`);
  return { words };
}

/** At the operators, each with what follows it. */
function split(tokens: readonly Token[]): Token[][] {
  const parts: Token[][] = [[]];
  for (const token of tokens) {
    if (token.kind === 'operator') parts.push([token]);
    else parts.at(-1)?.push(token);
  }
  return parts;
}

/** Takes off what other programs are run by. */
function unwrap(command: SimpleCommand, variables: Variables): CommandReading {
  const [first = '', ...rest] = command.words;
  if (/^\w+=/.test(first)) return unwrap({ ...command, words: rest }, variables);
  switch (basename(first)) {
    case 'nohup':
    case 'chronic':
    case 'exec':
    case 'env':
    case 'time':
      return unwrap({ ...command, words: rest }, variables);
    case 'nice':
    case 'ionice':
      return unwrap({ ...command, words: readOptions(rest, 'nc', []).operands }, variables);
    case 'timeout':
      return unwrapTimeout(command, rest, variables);
    case 'flock':
      return unwrapFlock(command, rest, variables);
    case 'sh':
    case 'bash':
    case 'dash':
      return unwrapShell(command, rest, variables);
    default:
      return command;
  }
}

const UNITS_MS: Readonly<Record<string, number>> = { '': 1_000, s: 1_000, m: 60_000, h: 3_600_000 };

function unwrapTimeout(command: SimpleCommand, rest: readonly string[], variables: Variables): CommandReading {
  const [limit = '', ...words] = readOptions(rest, 'ks', ['kill-after', 'signal']).operands;
  const [, count, unit = ''] = /^(\d+(?:\.\d+)?)([smh]?)$/.exec(limit) ?? [];
  if (count === undefined) return { reason: `the time limit "${limit}" is not understood` };
  return unwrap({ ...command, words, timeoutMs: Number(count) * (UNITS_MS[unit] ?? 0) }, variables);
}

function unwrapFlock(command: SimpleCommand, rest: readonly string[], variables: Variables): CommandReading {
  const { options, operands } = readOptions(rest, 'wE', ['timeout', 'wait', 'conflict-exit-code']);
  const isPatient = !options.some(([name]) => name === 'n' || name === 'nonblock' || name === 'nb');
  const [, ...words] = operands;
  const overlap = isPatient ? 'queue' : 'skip';
  const next = { ...command, overlap, words } as const;
  return words[0] === '-c' ? again(next, words[1] ?? '', variables) : unwrap(next, variables);
}

function unwrapShell(command: SimpleCommand, rest: readonly string[], variables: Variables): CommandReading {
  const [flags = '', line] = rest;
  if (line === undefined || !/^-[a-z]*c$/.test(flags)) return command;
  return again(command, line, variables);
}

/** A line of shell inside a line of shell. */
function again({ notes, timeoutMs, overlap }: SimpleCommand, line: string, variables: Variables): CommandReading {
  const inner = simpleCommand(line, variables);
  if ('reason' in inner) return inner;
  return {
    ...(timeoutMs !== undefined && { timeoutMs }),
    ...(overlap !== undefined && { overlap }),
    ...inner,
    notes: [...notes, ...inner.notes],
  };
}
