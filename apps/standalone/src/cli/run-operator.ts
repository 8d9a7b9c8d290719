import { parseEnv } from '@carillon/core/config/parse-env';
import { cliEnv } from '../config/cli-config.js';
import { readArguments, UsageError } from './arguments.js';
import { COMMANDS } from './commands.js';
import { connect } from './connect.js';
import { helpText } from './help.js';
import { openKeyring } from './open-keyring.js';

/**
 * Runs one command of the operator and gives the exit code: 0 done, 1 could not be done, 2 not understood. Results go to
 * stdout, complaints to stderr.
 */
export async function runOperator(argv: readonly string[], env: NodeJS.ProcessEnv): Promise<number> {
  try {
    const request = readArguments(argv, COMMANDS);
    if (request === 'help') return print(helpText(COMMANDS));
    const config = parseEnv(cliEnv, env);
    const database = await connect(config);
    try {
      const { DEFAULT_PLAN: defaultPlan, QUOTA_TIMEZONE: quotaTimezone } = config;
      const keyring = () => openKeyring(config);
      const context = { ...database, ...request, defaultPlan, quotaTimezone, keyring, say };
      const result = await request.command.run(context);
      return print(request.json ? JSON.stringify(result.data, null, 2) : result.text);
    } finally {
      await database.close();
    }
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    return error instanceof UsageError ? 2 : 1;
  }
}

function say(line: string): void {
  process.stderr.write(`${line}\n`);
}

function print(text: string): number {
  process.stdout.write(`${text}\n`);
  return 0;
}
