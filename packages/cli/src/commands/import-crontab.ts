import { readFile, writeFile } from 'node:fs/promises';
import { basename } from 'node:path';
import type { Call, Result } from '../command/call.js';
import { defineCommand, defineGroup } from '../command/define-command.js';
import { importCrontab, type Remark } from '../crontab/import-crontab.js';
import { writeJobsFile } from '../crontab/write-jobs-file.js';
import { EXIT, UsageError } from '../exit-codes.js';

interface Options {
  output?: string;
  force?: boolean;
  scope?: string;
  timezone?: string;
  system?: boolean;
  workerType?: string;
  secrets?: string;
  strict?: boolean;
}

const crontab = defineCommand<Options>({
  usage: 'crontab <file>',
  summary: 'Make a file of jobs of a crontab (- for stdin), and tell of every line that cannot become one.',
  online: false,
  configure: (command) =>
    command
      .option('-o, --output <path>', 'write the file of jobs here instead of stdout')
      .option('--force', 'write over what is there')
      .option('--scope <name>', 'scope of the file of jobs; made of the name of the crontab unless given')
      .option('--timezone <zone>', 'zone where no CRON_TZ says it; that of this machine unless given')
      .option('--system', 'users stand before the commands, as in /etc/crontab')
      .option('--worker-type <type>', 'commands that are no calls become worker jobs of this type')
      .option('--secrets <path>', 'write secrets of headers to this file, as NAME=value')
      .option('--strict', 'end with 1 when a line could not become a job'),
  run: importFile,
});

/** `carillon import …` */
export const importGroup = defineGroup('import', 'Bring jobs from elsewhere.', [crontab]);

async function importFile({ operands: [path = ''], options, terminal }: Call<Options>): Promise<Result> {
  const { output, workerType, timezone = Intl.DateTimeFormat().resolvedOptions().timeZone } = options;
  const text = path === '-' ? await terminal.readInput() : await readText(path);
  const settings = { system: options.system === true, timezone, workerJobs: workerType !== undefined };
  const { jobs, remarks } = importCrontab(text, settings);
  const scope = options.scope ?? scopeOf(path);
  const file = writeJobsFile({ jobs, scope, timezone, workerType });
  for (const remark of remarks) terminal.say(lineOf(path, remark));
  const unmapped = remarks.filter(({ level }) => level === 'unmapped');
  terminal.say(`${jobs.length} jobs from ${path}; ${unmapped.length} lines could not become one.`);
  const names = [...file.secrets.keys()];
  if (options.secrets !== undefined) await writeNew(options.secrets, envFile(file.secrets), options.force, 0o600);
  else if (names.length > 0)
    terminal.say(`Set before \`plan\` (or give --secrets to have them written): ${names.join(', ')}.`);
  if (output !== undefined) await writeNew(output, file.text, options.force, 0o644);
  return {
    text: output === undefined ? file.text.trimEnd() : `Wrote ${output}. Next: carillon plan -f ${output}`,
    data: {
      jobs: jobs.length,
      remarks,
      variables: names,
      ...(output === undefined ? { file: file.text } : { output }),
    },
    exitCode: options.strict === true && unmapped.length > 0 ? EXIT.failed : EXIT.ok,
  };
}

function lineOf(path: string, { line, level, text }: Remark): string {
  return `${path}:${line}: ${level === 'unmapped' ? 'no job: ' : ''}${text}`;
}

function readText(path: string): Promise<string> {
  return readFile(path, 'utf8').catch((error: Error) => {
    throw new UsageError(`The crontab cannot be read: ${error.message}.`);
  });
}

async function writeNew(path: string, content: string, force: boolean | undefined, mode: number): Promise<void> {
  await writeFile(path, content, { mode, flag: force === true ? 'w' : 'wx' }).catch((error: NodeJS.ErrnoException) => {
    throw new UsageError(error.code === 'EEXIST' ? `${path} is there already: --force writes over it.` : error.message);
  });
}

function scopeOf(path: string): string {
  const name = basename(path)
    .toLowerCase()
    .replace(/[^a-z0-9._-]+/g, '-')
    .replace(/^[^a-z0-9]+/, '')
    .slice(0, 32);
  return name === '' ? 'crontab' : name;
}

/** For `set -a; . FILE`. */
function envFile(secrets: ReadonlyMap<string, string>): string {
  return [...secrets].map(([name, value]) => `${name}='${value.replaceAll("'", `'\\''`)}'\n`).join('');
}
