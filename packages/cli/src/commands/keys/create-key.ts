import { writeFile } from 'node:fs/promises';
import type { Components } from '@carillon/client';
import { defineCommand } from '../../command/define-command.js';
import { commaList, instant } from '../../command/option-values.js';

interface Options {
  name: string;
  scopes: readonly string[];
  tenants?: readonly string[];
  expires?: string;
  save?: string;
}

export const createKey = defineCommand<Options>({
  usage: 'create',
  summary: 'Create an API key. Its token is shown once.',
  configure: (command) =>
    command
      .requiredOption('--name <name>', 'what it is for')
      .requiredOption('--scopes <a,b,…>', 'what it may do, e.g. read:jobs,write:jobs', commaList)
      .option('--tenants <a,b,…>', 'only for worker jobs of these tenants', commaList)
      .option('--expires <instant>', 'when it ends', instant)
      .option('--save <path>', 'write the token to this new file, for nobody else to read, and do not print it'),
  async run({ client, options }) {
    const { name, scopes, tenants, expires, save } = options;
    const body = {
      name,
      // An unknown scope is refused by the server, in a sentence that lists them.
      scopes: scopes as Components['schemas']['ApiKeyDraft']['scopes'],
      ...(tenants !== undefined && { tenantIds: [...tenants] }),
      ...(expires !== undefined && { expiresAt: expires }),
    };
    // First of all, so that no key is made whose token has no place to go.
    if (save !== undefined) await writeFile(save, '', { mode: 0o600, flag: 'wx' });
    const { apiKey, token } = await (await client()).createKey({ body });
    const created = `Created key ${apiKey.id} (${apiKey.scopes.join(', ')}).`;
    if (save === undefined) return { text: `${created} Its token, shown only now:\n${token}`, data: { apiKey, token } };
    await writeFile(save, `${token}\n`, { mode: 0o600 });
    return { text: `${created} Its token is in ${save}.`, data: { apiKey, savedTo: save } };
  },
});
