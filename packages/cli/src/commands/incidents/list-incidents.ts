import { Option } from 'commander';
import { defineCommand } from '../../command/define-command.js';
import { wholeNumber } from '../../command/option-values.js';
import { table, type Cell } from '../../output/table.js';

interface Options {
  status?: 'OPEN' | 'RESOLVED' | 'DISMISSED';
  type?: 'JOB_FAILURE' | 'UNHANDLED_BPMN_ERROR' | 'LEASE_EXPIRED';
  limit: number;
  offset: number;
}

export const listIncidents = defineCommand<Options>({
  usage: 'list',
  summary: 'List incidents, newest first.',
  configure: (command) =>
    command
      .addOption(new Option('--status <status>', 'only these').choices(['OPEN', 'RESOLVED', 'DISMISSED']))
      .addOption(
        new Option('--type <type>', 'only these').choices(['JOB_FAILURE', 'UNHANDLED_BPMN_ERROR', 'LEASE_EXPIRED']),
      )
      .option('--limit <number>', 'at most so many', wholeNumber(1, 1_000), 50)
      .option('--offset <number>', 'pass over so many', wholeNumber(0, 1_000_000), 0),
  async run({ client, options: { status, type, limit, offset }, terminal }) {
    const query = { limit, offset, ...(status !== undefined && { status }), ...(type !== undefined && { type }) };
    const data = await (await client()).listIncidents({ query });
    const rows = data.incidents.map((incident): Cell[] => [
      incident.id,
      incident.status === 'OPEN' ? { text: 'OPEN', style: 'red' } : incident.status,
      incident.job_type,
      incident.message,
      incident.created_at,
    ]);
    return { text: table(['ID', 'STATUS', 'JOB TYPE', 'MESSAGE', 'SINCE'], rows, terminal.color), data };
  },
});
