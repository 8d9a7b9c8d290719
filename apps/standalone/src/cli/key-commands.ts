import type { Db } from '@carillon/core/db/client';
import { isScope, type Scope, SCOPES } from '@carillon/core/domain/api-key/scopes';
import { isTenantId } from '@carillon/core/domain/api-key/tenant-id';
import { createApiKey } from '@carillon/core/engine/create-api-key';
import { listApiKeys } from '@carillon/core/engine/list-api-keys';
import { listUsers } from '@carillon/core/engine/list-users';
import { revokeApiKey } from '@carillon/core/engine/revoke-api-key';
import { UsageError } from './arguments.js';
import type { CommandContext, CommandResult } from './command.js';
import { parseInstant } from './parse-instant.js';
import { table } from './table.js';
import { findUser } from './user-commands.js';

type ApiKey = Awaited<ReturnType<typeof listApiKeys>>[number];

const USUAL_SCOPES: readonly Scope[] = ['read:jobs', 'write:jobs', 'read:logs', 'write:logs'];

/** `key create` */
export async function createKey({ db, options, quotaTimezone }: CommandContext): Promise<CommandResult> {
  const { user: wanted = '', name = '' } = options;
  const scopes = parseScopes(options['scopes']);
  const expiresAt = parseInstant('expires', options['expires']);
  const tenantIds = parseTenants(options['tenants']);
  const user = await findUser(db, wanted);
  const input = { userId: user.id, name, scopes, tenantIds, expiresAt, actor: { kind: 'command_line' } } as const;
  const outcome = await createApiKey(db, { quotaTimezone }, input);
  if (outcome.kind === 'expires_in_past') throw new UsageError(`--expires lies in the past: "${options['expires']}".`);
  // Nothing else stands against the operator.
  if (outcome.kind !== 'created') throw new Error(`The user "${wanted}" was deleted meanwhile.`);
  const apiKey = withoutHash(outcome.apiKey);
  const text = `Created key ${apiKey.id} of ${user.email}. Its token, shown only now:\n${outcome.token}`;
  return { text, data: { apiKey, token: outcome.token } };
}

/** `key list` */
export async function listKeys({ db, options }: CommandContext): Promise<CommandResult> {
  const user = await findUser(db, options['user'] ?? '');
  const keys = (await listApiKeys(db, user.id)).map(withoutHash);
  const rows = keys.map((key) => [
    key.id,
    key.name,
    key.enabled ? 'enabled' : 'disabled',
    key.expiresAt?.toISOString() ?? 'never expires',
    key.scopes.join(','),
  ]);
  return { text: table(['ID', 'NAME', 'STATE', 'EXPIRES', 'SCOPES'], rows), data: keys };
}

/** `key revoke` */
export async function revokeKey({ db, operands, options, quotaTimezone }: CommandContext): Promise<CommandResult> {
  const keyId = operands[0] ?? '';
  const wanted = options['user'];
  const userId = wanted === undefined ? await ownerOf(db, keyId) : (await findUser(db, wanted)).id;
  const actor = { kind: 'command_line' } as const;
  const outcome = userId === null ? null : await revokeApiKey(db, { quotaTimezone }, { userId, keyId, actor });
  if (outcome?.kind !== 'revoked') throw new Error(`There is no key "${keyId}": \`key list\` shows a user's keys.`);
  return { text: `Revoked key ${keyId}. It stops working everywhere within 5 s.`, data: { revoked: keyId } };
}

async function ownerOf(db: Db, keyId: string): Promise<string | null> {
  for (const { id } of await listUsers(db)) {
    if ((await listApiKeys(db, id)).some((key) => key.id === keyId)) return id;
  }
  return null;
}

function parseScopes(given: string | undefined): readonly Scope[] {
  if (given === undefined) return USUAL_SCOPES;
  const names = given.split(',').map((name) => name.trim());
  const unknown = names.find((name) => !isScope(name));
  if (unknown !== undefined)
    throw new UsageError(`There is no scope "${unknown}": the scopes are ${SCOPES.join(', ')}.`);
  return [...new Set(names.filter(isScope))];
}

function parseTenants(given: string | undefined): readonly string[] | null {
  if (given === undefined) return null;
  const tenantIds = given.split(',').map((tenantId) => tenantId.trim());
  const malformed = tenantIds.find((tenantId) => !isTenantId(tenantId));
  if (malformed === undefined) return [...new Set(tenantIds)];
  throw new UsageError(`--tenants: "${malformed}" must be 1 to 100 letters, digits, -, _, . or :.`);
}

// Even a hash of a credential is nobody's business.
function withoutHash(key: ApiKey): Omit<ApiKey, 'tokenHash'> {
  const { id, userId, name, scopes, tenantIds, enabled, expiresAt, lastUsedAt, createdAt } = key;
  return { id, userId, name, scopes, tenantIds, enabled, expiresAt, lastUsedAt, createdAt };
}
