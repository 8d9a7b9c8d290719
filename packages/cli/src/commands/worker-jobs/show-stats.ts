import { Option } from 'commander';
import { defineCommand } from '../../command/define-command.js';
import { fields, table, type Cell } from '../../output/table.js';

const PERIODS = ['1h', '24h', '7d', '30d', 'all'] as const;

interface Options {
  period: (typeof PERIODS)[number];
  type?: string;
}

export const showStats = defineCommand<Options>({
  usage: 'stats',
  summary: 'Show how many worker jobs there were, how they ended, and how long they took.',
  configure: (command) =>
    command
      .addOption(new Option('--period <time>', 'of the last').choices(PERIODS).default('24h'))
      .option('--type <type>', 'only this type'),
  async run({ client, options: { period, type }, terminal }) {
    const query = { period, ...(type !== undefined && { type }) };
    const data = await (await client()).getWorkerJobStats({ query });
    const { p50_processing_ms: p50, p99_processing_ms: p99 } = data.performance_metrics;
    const took = p50 === null || p99 === null ? null : `p50 ${p50} ms, p99 ${p99} ms`;
    const summary = fields(
      [
        ['period', data.period],
        ['processing', took],
      ],
      terminal.color,
    );
    const rows = [{ type: 'all', ...data.overview }, ...data.job_types].map((row): Cell[] => [
      row.type,
      row.total_jobs,
      row.pending_jobs,
      row.active_jobs,
      row.completed_jobs,
      row.failed_jobs,
      row.success_rate_percent === null ? null : `${row.success_rate_percent} %`,
    ]);
    const head = ['TYPE', 'TOTAL', 'PENDING', 'ACTIVE', 'COMPLETED', 'FAILED', 'SUCCESS'];
    return { text: `${summary}\n\n${table(head, rows, terminal.color)}`, data };
  },
});
