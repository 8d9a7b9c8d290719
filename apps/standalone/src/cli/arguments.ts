import { parseArgs } from 'node:util';
import type { Command } from './command.js';

/** The command line was not understood; the message says what is wrong in one sentence. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

export interface CommandRequest {
  readonly command: Command;
  readonly operands: readonly string[];
  readonly options: Readonly<Record<string, string>>;
  readonly json: boolean;
}

/** Finds the command and checks its operands and options. Throws UsageError. */
export function readArguments(argv: readonly string[], commands: readonly Command[]): CommandRequest | 'help' {
  if (argv.length === 0 || argv[0] === 'help' || argv.includes('--help') || argv.includes('-h')) return 'help';
  const command = commands.find(({ words }) => words.split(' ').every((word, index) => argv[index] === word));
  if (command === undefined) throw unknownCommand(argv, commands);
  const { values, positionals } = parse(argv.slice(command.words.split(' ').length), command);
  const options: Record<string, string> = {};
  for (const [name, value] of Object.entries(values)) if (typeof value === 'string') options[name] = value;
  const expected = command.operands ?? [];
  if (positionals.length !== expected.length) {
    throw new UsageError(
      `"${command.words}" takes ${expected.length === 0 ? 'options only' : expected.join(' ')}, not "${positionals.join(' ')}".`,
    );
  }
  const missing = Object.keys(command.required ?? {}).filter((name) => (options[name] ?? '').trim() === '');
  if (missing.length > 0)
    throw new UsageError(`"${command.words}" needs ${missing.map((name) => `--${name}`).join(' and ')}.`);
  return { command, operands: positionals, options, json: values['json'] === true };
}

interface Parsed {
  readonly values: Readonly<Record<string, unknown>>;
  readonly positionals: readonly string[];
}

function parse(args: string[], command: Command): Parsed {
  const texts = Object.keys({ ...command.required, ...command.optional });
  const options = Object.fromEntries(texts.map((name) => [name, { type: 'string' as const }]));
  try {
    return parseArgs({
      args,
      options: { ...options, json: { type: 'boolean' as const } },
      allowPositionals: true,
      strict: true,
    });
  } catch (error) {
    // Node adds advice after its first sentence.
    const [sentence = ''] = (error as Error).message.split(/\. |\n/);
    throw new UsageError(`"${command.words}": ${sentence.replace(/\.?$/, '.')}`, { cause: error });
  }
}

function unknownCommand(argv: readonly string[], commands: readonly Command[]): UsageError {
  const typed = argv
    .filter((word) => !word.startsWith('-'))
    .slice(0, 2)
    .join(' ');
  return new UsageError(
    `There is no command "${typed}": the commands are ${commands.map(({ words }) => words).join(', ')}.`,
  );
}
