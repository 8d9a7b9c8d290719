import { createInterface } from 'node:readline/promises';
import { text } from 'node:stream/consumers';
import { stopOnSignal } from './stop-on-signal.js';
import type { Terminal } from './terminal.js';

/** The terminal of this process. `noColor` is the variable NO_COLOR: any value but an empty one means no colour. */
export function processTerminal(noColor: string | undefined): Terminal {
  const { stdin, stdout, stderr } = process;
  let stopping: AbortSignal | null = null;
  stdout.once('error', endWithReader);
  return {
    out: (piece) => void stdout.write(`${piece}\n`),
    say: (line) => void stderr.write(`${line}\n`),
    isInteractive: stdin.isTTY && stderr.isTTY,
    color: stdout.isTTY && (noColor ?? '') === '',
    progress: stderr.isTTY ? stderr : null,
    async ask(question) {
      const dialogue = createInterface({ input: stdin, output: stderr });
      try {
        return await dialogue.question(question, { signal: this.stopping });
      } finally {
        dialogue.close();
      }
    },
    readInput: () => text(stdin),
    // Only who looks at it takes Ctrl-C away from the system, which ends all others at once.
    get stopping() {
      return (stopping ??= stopOnSignal());
    },
  };
}

/** `carillon … | head` reads no further: there is nothing left to do. */
function endWithReader(error: NodeJS.ErrnoException): void {
  if (error.code !== 'EPIPE') throw error;
  process.exit();
}
