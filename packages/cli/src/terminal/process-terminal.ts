import { createInterface } from 'node:readline/promises';
import { text } from 'node:stream/consumers';
import type { Terminal } from './terminal.js';

/** The terminal of this process. `noColor` is the variable NO_COLOR: any value but an empty one means no colour. */
export function processTerminal(noColor: string | undefined, stopping: AbortSignal): Terminal {
  const { stdin, stdout, stderr } = process;
  return {
    out: (piece) => void stdout.write(`${piece}\n`),
    say: (line) => void stderr.write(`${line}\n`),
    isInteractive: stdin.isTTY && stderr.isTTY,
    color: stdout.isTTY && (noColor ?? '') === '',
    progress: stderr.isTTY ? stderr : null,
    async ask(question) {
      const dialogue = createInterface({ input: stdin, output: stderr });
      try {
        return await dialogue.question(question, { signal: stopping });
      } finally {
        dialogue.close();
      }
    },
    readInput: () => text(stdin),
    stopping,
  };
}
