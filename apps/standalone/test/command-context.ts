import type { Database } from '@carillon/core/db/client';
import { testKeyring } from '@carillon/testkit/encryption-key';
import { readArguments } from '../src/cli/arguments.js';
import type { CommandContext, CommandResult } from '../src/cli/command.js';
import { COMMANDS } from '../src/cli/commands.js';

/** Runs a command as it would be typed, on a database of the test's. */
export async function runCommand(
  line: string,
  { db, ...context }: { db: Database['db']; databaseUrl: string } & Partial<CommandContext>,
): Promise<CommandResult> {
  const request = readArguments(line.split(' '), COMMANDS);
  if (request === 'help') throw new Error('That is the help.');
  return request.command.run({
    db,
    defaultPlan: 'FREE',
    quotaTimezone: 'Asia/Tokyo',
    keyring: () => Promise.resolve(testKeyring),
    say: () => undefined,
    ...context,
    ...request,
  });
}
