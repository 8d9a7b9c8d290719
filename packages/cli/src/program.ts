import { Command } from 'commander';
import type { Attach, Runtime } from './command/define-command.js';
import { apply } from './commands/apply.js';
import { completion } from './commands/completion.js';
import { doctor } from './commands/doctor.js';
import { importGroup } from './commands/import-crontab.js';
import { incidents } from './commands/incidents/index.js';
import { jobs } from './commands/jobs/index.js';
import { keys } from './commands/keys/index.js';
import { plan } from './commands/plan.js';
import { usage } from './commands/usage.js';
import { workerJobs } from './commands/worker-jobs/index.js';

/** Every command, in the order of the help. */
const COMMANDS: readonly Attach[] = [
  jobs,
  plan,
  apply,
  importGroup,
  workerJobs,
  incidents,
  keys,
  usage,
  doctor,
  completion,
];

/** The whole program. `extra` adds what only some installations have. */
export function buildProgram(runtime: Runtime, extra: readonly Attach[]): Command {
  const program = new Command('carillon');
  program.description('Cron jobs, worker jobs and everything about them, over the REST API.');
  // Results and complaints go through the terminal, and nothing ends the process.
  const { terminal } = runtime;
  program.exitOverride().configureOutput({
    writeOut: (text) => terminal.out(text.trimEnd()),
    writeErr: (text) => terminal.say(text.trimEnd()),
    getOutHasColors: () => terminal.color,
    getErrHasColors: () => false,
  });
  program.showSuggestionAfterError().helpCommand('help [command...]', 'Show the help of a command.');
  for (const attach of [...COMMANDS, ...extra]) attach(program, runtime);
  program.addHelpText('after', AFTER_HELP);
  return program;
}

const AFTER_HELP = `
Carillon is found by --url or CARILLON_URL, the key by --key-file, CARILLON_API_KEY or
CARILLON_API_KEY_FILE; without them both are those of the Carillon that \`npm start\` runs here.
Every command takes --json. Exit codes: 0 done, 1 failed, 2 not understood, 3 refused by the
server, 4 server away. More: docs/cli.md.`;
