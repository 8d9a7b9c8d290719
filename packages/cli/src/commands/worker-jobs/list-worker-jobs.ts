import { Option } from 'commander';
import type { Components } from '@carillon/client';
import { defineCommand } from '../../command/define-command.js';
import { wholeNumber } from '../../command/option-values.js';
import { table, type Cell } from '../../output/table.js';

const STATES = ['pending', 'activatable', 'activated', 'running', 'completed', 'failed', 'cancelled'] as const;
const PERIODS = ['1h', '24h', '7d', '30d'] as const;

interface Options {
  state?: (typeof STATES)[number];
  type?: string;
  worker?: string;
  tenant?: string;
  period?: (typeof PERIODS)[number];
  page: number;
  limit: number;
}

export const listWorkerJobs = defineCommand<Options>({
  usage: 'list',
  summary: 'List worker jobs, newest first.',
  configure: (command) =>
    command
      .addOption(new Option('--state <state>', 'only these').choices(STATES))
      .option('--type <type>', 'only this type')
      .option('--worker <name>', 'only those of this worker')
      .option('--tenant <id>', 'only those of this tenant')
      .addOption(new Option('--period <time>', 'only those created in the last').choices(PERIODS))
      .option('--page <number>', 'which page', wholeNumber(1, 1_000_000), 1)
      .option('--limit <number>', 'at most so many', wholeNumber(1, 100), 50),
  async run({ client, options: { state, type, worker, tenant, period, page, limit }, terminal }) {
    const query = {
      page,
      page_size: limit,
      ...(state !== undefined && { state }),
      ...(type !== undefined && { type }),
      ...(worker !== undefined && { worker }),
      ...(tenant !== undefined && { tenant_id: tenant }),
      ...(period !== undefined && { period }),
    };
    const data = await (await client()).listWorkerJobs({ query });
    const { total_pages: pages } = data.pagination;
    const listed = table(
      ['KEY', 'TYPE', 'STATUS', 'RETRIES', 'WORKER', 'CREATED'],
      data.jobs.map(rowOf),
      terminal.color,
    );
    return { text: pages > page ? `${listed}\n\nPage ${page} of ${pages}.` : listed, data };
  },
});

function rowOf(job: Components['schemas']['ListedWorkerJob']): Cell[] {
  const { job_key: key, type, status, retries, original_retries: all, worker_id: worker, created_at: at } = job;
  return [key, type, statusCell(status), `${retries}/${all}`, worker, at];
}

/** A state in its colour. */
export function statusCell(status: Components['schemas']['WorkerJobStatus']): Cell {
  if (status === 'COMPLETED') return { text: status, style: 'green' };
  return { text: status, style: status === 'FAILED' || status === 'ERROR_THROWN' ? 'red' : 'yellow' };
}
