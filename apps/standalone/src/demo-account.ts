import type { Db } from '@carillon/core/db/client';
import { SCOPES } from '@carillon/core/domain/api-key/scopes';
import { createApiKey } from '@carillon/core/engine/create-api-key';
import { createUser } from '@carillon/core/engine/create-user';
import { listUsers } from '@carillon/core/engine/list-users';

const EMAIL = 'demo@carillon.local';

/** The demo user's id; creates the account on the first start. */
export async function ensureDemoUser(db: Db): Promise<string> {
  const outcome = await createUser(db, {
    name: 'Demo',
    email: EMAIL,
    plan: 'UNLIMITED',
    actor: { kind: 'command_line' },
  });
  switch (outcome.kind) {
    case 'created':
      return outcome.user.id;
    case 'email_taken':
      return findDemoUser(db);
    case 'unknown_plan':
      throw new Error(`The plan ${outcome.plan} is missing in the database: the demo account needs it.`);
  }
}

/** A new key of the demo user with every scope; gives its token. */
export async function createDemoKey(db: Db, userId: string, quotaTimezone: string): Promise<string> {
  const actor = { kind: 'command_line' } as const;
  const input = { userId, name: 'Demo', scopes: SCOPES, tenantIds: null, expiresAt: null, actor };
  const outcome = await createApiKey(db, { quotaTimezone }, input);
  if (outcome.kind === 'created') return outcome.token;
  throw new Error('The demo account was deleted while its key was being made: start again.');
}

async function findDemoUser(db: Db): Promise<string> {
  const user = (await listUsers(db)).find(({ email }) => email === EMAIL);
  if (user === undefined) throw new Error('The demo account was deleted while it was being looked up: start again.');
  return user.id;
}
