import { wholeNumber } from '../../command/option-values.js';
import { defineCommand } from '../../command/define-command.js';
import { table, type Cell } from '../../output/table.js';
import type { Job } from './find-job.js';
import { withoutSecrets } from './show-headers.js';

interface Options {
  search?: string;
  tag?: string;
  enabled?: boolean;
  disabled?: boolean;
  limit: number;
}

const PAGE = 100;

export const listJobs = defineCommand<Options>({
  usage: 'list',
  summary: 'List cron jobs, newest first.',
  configure: (command) =>
    command
      .option('-s, --search <text>', 'only jobs whose name or address has this in it')
      .option('-t, --tag <tag>', 'only jobs with this tag')
      .option('--enabled', 'only jobs that are enabled')
      .option('--disabled', 'only jobs that are disabled')
      .option('--limit <number>', 'at most so many', wholeNumber(1, 100_000), 1_000),
  async run({ client, options, terminal }) {
    const query = {
      limit: Math.min(PAGE, options.limit),
      ...(options.search !== undefined && { q: options.search }),
      ...(options.tag !== undefined && { tag: options.tag }),
      ...(options.enabled !== options.disabled && {
        enabled: options.enabled ? ('true' as const) : ('false' as const),
      }),
    };
    const jobs: Job[] = [];
    for await (const page of (await client()).pages('listJobs', { query })) {
      jobs.push(...page.map(withoutSecrets));
      if (jobs.length >= options.limit) break;
    }
    const shown = jobs.slice(0, options.limit);
    const head = ['ID', 'NAME', 'SCHEDULE', 'ZONE', 'STATE', 'NEXT', 'LAST'];
    return { text: table(head, shown.map(rowOf), terminal.color), data: shown };
  },
});

function rowOf(job: Job): Cell[] {
  return [job.id, job.name, job.schedule, job.timezone, stateOf(job), job.nextRunAt, lastOf(job)];
}

/** `enabled`, `paused` or `disabled`. */
export function stateOf({ enabled, pausedUntil }: Job): Cell {
  if (!enabled) return { text: 'disabled', style: 'dim' };
  const isPaused = pausedUntil !== null && Date.parse(pausedUntil) > Date.now();
  return isPaused ? { text: 'paused', style: 'yellow' } : { text: 'enabled', style: 'green' };
}

/** How its last run ended. */
export function lastOf({ lastStatus }: Job): Cell {
  return lastStatus === null ? null : { text: lastStatus, style: lastStatus === 'failed' ? 'red' : 'green' };
}
