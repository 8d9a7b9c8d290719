import { countSecrets } from '@carillon/core/engine/count-secrets';
import { rotateSecrets } from '@carillon/core/engine/rotate-secrets';
import type { CommandContext, CommandResult } from './command.js';
import { table } from './table.js';

/** Rows between two lines of progress. */
const TELL_EVERY = 10_000;

/** `secrets rotate` */
export async function rotate({ db, keyring: open, say }: CommandContext): Promise<CommandResult> {
  const keyring = await open();
  const onProgress = (rows: number) => {
    if (rows % TELL_EVERY === 0) say(`${rows} rows looked at`);
  };
  const result = await rotateSecrets({ db, keyring, onProgress });
  const { rotated, unreadable, left } = result;
  const lines = [
    `Sealed the secrets of ${rotated} rows with the key ${keyring.currentKeyId}.`,
    ...(left > 0 ? [`${left} rows were changed by others all the while: run it again.`] : []),
    ...(unreadable > 0 ? [`${unreadable} values open with no key that is set: they stay as they are.`] : []),
  ];
  return { text: lines.join('\n'), data: { keyId: keyring.currentKeyId, ...result } };
}

/** `secrets check` */
export async function check({ db, keyring: open }: CommandContext): Promise<CommandResult> {
  const uses = await countSecrets(db, await open());
  const rows = uses.map(({ keyId, state, values, unreadable }) => [
    keyId ?? '-',
    state,
    String(values),
    String(unreadable),
  ]);
  return { text: table(['KEY', 'STATE', 'VALUES', 'UNREADABLE'], rows), data: uses };
}
