import { readFile } from 'node:fs/promises';
import type { Components } from '@carillon/client';
import type { Command } from 'commander';
import { parse } from 'yaml';
import type { Call } from '../../command/call.js';
import { collect, wholeNumber } from '../../command/option-values.js';
import { UsageError } from '../../exit-codes.js';
import { fillIn } from '../../file/fill-in.js';

export type JobChanges = Components['schemas']['JobChanges'];

export interface JobOptions {
  name?: string;
  target?: string;
  method?: string;
  schedule?: string;
  timezone?: string;
  header?: readonly string[];
  body?: string;
  bodyFile?: string;
  timeoutMs?: number;
  tag?: readonly string[];
  set?: readonly string[];
  from?: string;
}

/** The options that say what a job is to be, for `create` and `edit`. */
export function addJobOptions(command: Command): Command {
  return command
    .option('--name <name>', 'its name')
    .option('--target <address>', 'the address that it calls')
    .option('--method <method>', 'GET, POST, PUT, PATCH or DELETE')
    .option('--schedule <expression>', 'cron expression, e.g. "*/5 * * * *"')
    .option('--timezone <zone>', 'time zone of the schedule, e.g. Europe/Berlin')
    .option('-H, --header <line>', '"Name: value", again for more; ${VARIABLE} is taken from the environment', collect)
    .option('--body <text>', 'what is sent')
    .option('--body-file <path>', 'file with what is sent')
    .option('--timeout-ms <number>', 'deadline of a call', wholeNumber(100, 86_400_000))
    .option('-t, --tag <tag>', 'a tag, again for more', collect)
    .option('--set <field=value>', 'any other field, e.g. retry.maxAttempts=3; again for more', collect)
    .option('--from <path>', 'file with the fields as JSON or YAML, - for stdin; options above come after it');
}

/** The fields that the options speak of. Throws UsageError. */
export async function readJobOptions({ options, settings, terminal }: Call<JobOptions>): Promise<JobChanges> {
  const { target: url, tag: tags, header, set = [], from } = options;
  const body = options.bodyFile === undefined ? options.body : await readText(options.bodyFile);
  const given: Record<string, unknown> = from === undefined ? {} : await readFields(from, () => terminal.readInput());
  const { name, schedule, timezone, timeoutMs } = options;
  const method = options.method?.toUpperCase();
  const headers = header && Object.fromEntries(header.map((line) => readHeader(line, settings.variables)));
  const named = { name, url, method, schedule, timezone, headers, body, timeoutMs, tags };
  for (const [field, value] of Object.entries(named)) if (value !== undefined) given[field] = value;
  for (const assignment of set) assign(given, assignment);
  // What is no field of a job is refused by the server, in a sentence that names it.
  return given;
}

async function readFields(path: string, readInput: () => Promise<string>): Promise<Record<string, unknown>> {
  const content: unknown = parse(path === '-' ? await readInput() : await readText(path));
  if (typeof content === 'object' && content !== null && !Array.isArray(content)) return { ...content };
  throw new UsageError(`${path === '-' ? 'stdin' : path} does not hold the fields of a job.`);
}

async function readText(path: string): Promise<string> {
  return readFile(path, 'utf8').catch((error: Error) => {
    throw new UsageError(`The file cannot be read: ${error.message}.`);
  });
}

function readHeader(line: string, variables: Call['settings']['variables']): [string, string] {
  const [, name = '', value = ''] = /^([^:\s]+):\s*(.*)$/s.exec(line) ?? [];
  if (name === '') throw new UsageError(`--header is not "Name: value": "${line.slice(0, 20)}".`);
  const filled = fillIn(value, variables);
  if (filled.missing.length === 0) return [name, filled.text];
  throw new UsageError(`--header ${name}: the variable ${filled.missing.join(', ')} is not set.`);
}

function assign(fields: Record<string, unknown>, assignment: string): void {
  const [, path = '', text = ''] = /^([A-Za-z][\w.]*)=(.*)$/s.exec(assignment) ?? [];
  if (path === '') throw new UsageError(`--set is not field=value: "${assignment}".`);
  const names = path.split('.');
  const last = names.pop() ?? '';
  let place = fields;
  for (const name of names) {
    const inner = place[name];
    const next: Record<string, unknown> = typeof inner === 'object' && inner !== null ? { ...inner } : {};
    place[name] = next;
    place = next;
  }
  place[last] = parse(text);
}
