import { CommanderError } from 'commander';
import type { Attach } from './command/define-command.js';
import type { Settings } from './config/settings.js';
import { EXIT, exitCodeOf, sentenceOf } from './exit-codes.js';
import { buildProgram } from './program.js';
import type { Terminal } from './terminal/terminal.js';

export interface CarillonInput {
  readonly argv: readonly string[];
  readonly settings: Settings;
  readonly terminal: Terminal;
  /** Commands that this installation has beside those of the API. */
  readonly extra?: readonly Attach[];
}

/** Runs one command and gives the exit code. Results go to stdout, everything else to stderr. */
export async function runCarillon({ argv, settings, terminal, extra = [] }: CarillonInput): Promise<number> {
  const runtime = { settings, terminal, exitCode: EXIT.ok as number };
  try {
    const words = argv.length === 0 ? ['help'] : [...argv];
    await buildProgram(runtime, extra).parseAsync(words, { from: 'user' });
    return runtime.exitCode;
  } catch (error) {
    // Commander has said what is wrong already.
    if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.ok : EXIT.usage;
    terminal.say(sentenceOf(error));
    return exitCodeOf(error);
  }
}
