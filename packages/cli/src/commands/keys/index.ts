import { defineGroup } from '../../command/define-command.js';
import { createKey } from './create-key.js';
import { listKeys } from './list-keys.js';
import { revokeKey } from './revoke-key.js';

/** `carillon keys …` */
export const keys = defineGroup('keys', 'API keys of this account.', [listKeys, createKey, revokeKey]);
