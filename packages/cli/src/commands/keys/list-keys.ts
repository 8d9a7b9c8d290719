import { defineCommand } from '../../command/define-command.js';
import { table, type Cell } from '../../output/table.js';

export const listKeys = defineCommand({
  usage: 'list',
  summary: 'List the API keys.',
  async run({ client, terminal }) {
    const keys = await (await client()).listKeys();
    const rows = keys.map((key): Cell[] => [
      key.id,
      key.name,
      key.enabled ? { text: 'enabled', style: 'green' } : { text: 'disabled', style: 'dim' },
      key.scopes.join(','),
      key.expiresAt,
      key.lastUsed,
    ]);
    const head = ['ID', 'NAME', 'STATE', 'SCOPES', 'EXPIRES', 'LAST USED'];
    return { text: table(head, rows, terminal.color), data: keys };
  },
});
