import { setTimeout as delay } from 'node:timers/promises';
import type { Call, Result } from '../../command/call.js';
import { defineCommand } from '../../command/define-command.js';
import { wholeNumber } from '../../command/option-values.js';
import { findJob } from './find-job.js';
import { hasEnded, logLine, type Log } from './log-line.js';

interface Options {
  follow?: boolean;
  limit: number;
  failed?: boolean;
  interval: number;
}

export const logs = defineCommand<Options>({
  usage: 'logs <job>',
  summary: 'Show the last runs of a cron job, the latest at the end.',
  configure: (command) =>
    command
      .option('-f, --follow', 'go on with every run that ends, until Ctrl-C')
      .option('--limit <number>', 'at most so many', wholeNumber(1, 100), 20)
      .option('--failed', 'only runs that failed')
      .option('--interval <ms>', 'how often --follow looks', wholeNumber(50, 600_000), 2_000),
  async run(call) {
    const { client, operands, options, json, terminal } = call;
    const { id } = await findJob(await client(), operands[0] ?? '');
    const read = () => readLogs(call, id);
    const first = await read();
    if (options.follow === true) return follow(call, first, read);
    const text = first.map((log) => logLine(log, terminal.color)).join('\n');
    return { text: first.length === 0 && !json ? 'No runs yet.' : text, data: first };
  },
});

async function readLogs({ client, options }: Call<Options>, jobId: string): Promise<Log[]> {
  const query = { limit: options.limit, ...(options.failed === true && { successful: 'false' as const }) };
  const newestFirst = await (await client()).listJobLogs({ path: { jobId }, query });
  return newestFirst.reverse();
}

/** Writes each run once, when it has ended. `--json` makes it a line each. */
async function follow(call: Call<Options>, first: readonly Log[], read: () => Promise<Log[]>): Promise<Result> {
  const { terminal, json, options } = call;
  const told = new Set<string>();
  for (let logs = first; !terminal.stopping.aborted; logs = terminal.stopping.aborted ? [] : await read()) {
    for (const log of logs.filter(hasEnded)) {
      if (told.has(log.id)) continue;
      told.add(log.id);
      terminal.out(json ? JSON.stringify(log) : logLine(log, terminal.color));
    }
    await delay(options.interval, undefined, { signal: terminal.stopping }).catch(() => undefined);
  }
  return { text: '', data: undefined };
}
