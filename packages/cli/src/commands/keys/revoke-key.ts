import { confirm } from '../../command/confirm.js';
import { defineCommand } from '../../command/define-command.js';
import { addYes } from '../../command/option-values.js';
import { EXIT } from '../../exit-codes.js';
import { clean } from '../../output/clean.js';

export const revokeKey = defineCommand<{ yes?: boolean }>({
  usage: 'revoke <key-id>',
  summary: 'Remove an API key for good.',
  configure: addYes,
  async run({ client, operands: [keyId = ''], options, terminal }) {
    const carillon = await client();
    const { name } = await carillon.getKey({ path: { keyId } });
    if (!(await confirm(terminal, `Revoke the key "${clean(name)}"?`, options.yes))) {
      return { text: 'The key was not revoked.', data: { revoked: null }, exitCode: EXIT.failed };
    }
    await carillon.deleteKey({ path: { keyId } });
    return { text: `Revoked key ${keyId}.`, data: { revoked: keyId } };
  },
});
