import { UsageError } from '../exit-codes.js';
import type { Terminal } from '../terminal/terminal.js';

/** Asks whether to go on. Where nobody can be asked, `--yes` must have been said. */
export async function confirm(terminal: Terminal, question: string, yes: boolean | undefined): Promise<boolean> {
  if (yes === true) return true;
  if (!terminal.isInteractive) throw new UsageError(`${question} Nobody is there to be asked: say --yes.`);
  const answer = await terminal.ask(`${question} [y/N] `);
  return /^y(es)?$/i.test(answer.trim());
}
