import { styleText } from 'node:util';
import Table, { type CharName } from 'cli-table3';
import { clean } from './clean.js';

type Style = 'green' | 'red' | 'yellow' | 'dim' | 'bold';

/** A text, or a text in a colour. */
export type Cell = string | number | null | { readonly text: string; readonly style: Style };

const SIDES = ['top', 'bottom', 'left', 'right'] as const;

/** cli-table3 draws lines unless each of their pieces is nothing. */
const NO_LINES: Partial<Record<CharName, string>> = {
  ...Object.fromEntries(SIDES.flatMap((side) => [side, `${side}-mid`].map((name) => [name, '']))),
  'top-left': '',
  'top-right': '',
  'bottom-left': '',
  'bottom-right': '',
  mid: '',
  'mid-mid': '',
  middle: '  ',
};

/** Columns under a head, without lines. */
export function table(head: readonly string[], rows: readonly (readonly Cell[])[], color: boolean): string {
  if (rows.length === 0) return 'None.';
  const printed = new Table({
    chars: NO_LINES,
    style: { head: [], border: [], 'padding-left': 0, 'padding-right': 0, compact: true },
  });
  printed.push([...head], ...rows.map((row) => row.map((cell) => paint(cell, color))));
  return trimLines(printed.toString());
}

/** Names with their values, one a line. What is undefined is left out. */
export function fields(entries: readonly (readonly [string, Cell | undefined])[], color: boolean): string {
  const known = entries.flatMap(([name, value]) => (value === undefined ? [] : [[name, value] as const]));
  const width = Math.max(...known.map(([name]) => name.length));
  return known.map(([name, value]) => `${name.padEnd(width)}  ${paint(value, color)}`.trimEnd()).join('\n');
}

/** A cell as text, in its colour where colours are wanted. */
export function paint(cell: Cell, color: boolean): string {
  if (cell === null) return '–';
  if (typeof cell !== 'object') return clean(String(cell));
  return color ? styleText(cell.style, clean(cell.text)) : clean(cell.text);
}

const trimLines = (text: string): string =>
  text
    .split('\n')
    .map((line) => line.trimEnd())
    .join('\n');
