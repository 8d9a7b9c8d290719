import type { Command } from './command.js';

/** The overview that `npm run carillon` prints. */
export function helpText(commands: readonly Command[]): string {
  const entries = commands.map((command) => `  ${usage(command)}\n      ${command.summary}`);
  return [
    'Usage: npm run carillon -- <command> [options]',
    '',
    ...entries,
    '',
    '  --json prints the result as JSON.',
    '',
    'The database is the one in DATABASE_URL, else that of the Carillon which `npm start` runs here (CARILLON_DATA_DIR).',
  ].join('\n');
}

function usage({ words, operands = [], required = {}, optional = {} }: Command): string {
  return [
    words,
    ...operands,
    ...Object.entries(required).map(([name, value]) => `--${name} ${value}`),
    ...Object.entries(optional).map(([name, value]) => `[--${name} ${value}]`),
  ].join(' ');
}
