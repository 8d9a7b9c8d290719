import { readSettings } from '@carillon/cli/config/settings';
import { runCarillon } from '@carillon/cli/run-carillon';
import { processTerminal } from '@carillon/cli/terminal/process-terminal';
import { COMMANDS } from './cli/commands.js';
import { operatorGroup } from './cli/operator-group.js';
import { runOperator } from './cli/run-operator.js';
import { dataDirectoryPath } from './data-directory.js';

/**
 * Runs one command of `npm run carillon -- …` and gives the exit code. Those of the operator work on the database and may
 * be spelled without the word `operator`; all others talk to the API.
 */
export async function runCli(argv: readonly string[], env: NodeJS.ProcessEnv): Promise<number> {
  if (isOperators(argv)) return runOperator(argv, env);
  const settings = { ...readSettings(env), dataDir: dataDirectoryPath(env['CARILLON_DATA_DIR']) };
  const terminal = processTerminal(settings.noColor);
  const extra = [operatorGroup(COMMANDS, () => runOperator(argv.slice(1), env))];
  return runCarillon({ argv, settings, terminal, extra });
}

/** `plan list` is the operator's, `plan -f FILE` is not. */
function isOperators(argv: readonly string[]): boolean {
  const [first, second] = argv;
  return COMMANDS.some(({ words }) => {
    const [group, member] = words.split(' ');
    return group === first && (group !== 'plan' || member === second);
  });
}
