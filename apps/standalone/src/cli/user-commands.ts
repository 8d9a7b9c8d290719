import type { Db } from '@carillon/core/db/client';
import { createUser } from '@carillon/core/engine/create-user';
import { findUser as find } from '@carillon/core/engine/find-user';
import { listUsers } from '@carillon/core/engine/list-users';
import { z } from 'zod';
import { UsageError } from './arguments.js';
import type { CommandContext, CommandResult } from './command.js';
import { table } from './table.js';

type User = Awaited<ReturnType<typeof listUsers>>[number];

/** `user create` */
export async function createAccount({ db, options, defaultPlan }: CommandContext): Promise<CommandResult> {
  const { email = '', name = '', plan = defaultPlan } = options;
  if (!z.email().safeParse(email).success) throw new UsageError(`--email is not an e-mail address: "${email}".`);
  if (name.length > 255) throw new UsageError('--name is longer than 255 characters.');
  const outcome = await createUser(db, { email, name, plan, actor: { kind: 'command_line' } });
  switch (outcome.kind) {
    case 'created':
      return { text: `Created user ${outcome.user.id} (${email}) on plan ${plan}.`, data: outcome.user };
    case 'email_taken':
      throw new Error(`There is a user with the address ${email} already.`);
    case 'unknown_plan':
      throw new UsageError(`There is no plan "${outcome.plan}": the plans are ${outcome.plans.join(', ')}.`);
  }
}

/** `user list` */
export async function listAccounts({ db }: CommandContext): Promise<CommandResult> {
  const users = await listUsers(db);
  const rows = users.map(({ id, email, name, plan, createdAt }) => [id, email, name, plan, createdAt.toISOString()]);
  return { text: table(['ID', 'E-MAIL', 'NAME', 'PLAN', 'CREATED'], rows), data: users };
}

/** The user with this id or address. Throws a sentence when there is none. */
export async function findUser(db: Db, idOrEmail: string): Promise<User> {
  const user = await find(db, idOrEmail);
  if (user !== null) return user;
  throw new Error(`There is no user "${idOrEmail}": give an id or an e-mail address from \`user list\`.`);
}
