import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { cpus, totalmem } from 'node:os';
import { VERSION } from '@carillon/core/version';

/** One measured line. */
export interface Line {
  id: string;
  backend: string;
  what: string;
  measured: string;
  yardstick: string;
  /** The figure that is compared with the target. */
  ratio: number | null;
  target: string;
  met: boolean;
}

const RESULTS = new URL('../results/', import.meta.url);

/** Prints the lines as a table. */
export function printTable(lines: readonly Line[]): void {
  const rows = lines.map((line) => [
    line.id,
    line.backend,
    line.what,
    line.measured,
    line.yardstick,
    line.ratio?.toFixed(2) ?? '–',
    line.target,
    line.met ? 'met' : 'NOT MET',
  ]);
  const all = [['', 'queue', 'work', 'measured', 'yardstick', 'ratio', 'target', ''], ...rows];
  const widths = all[0]?.map((_, column) => Math.max(...all.map((row) => row[column]?.length ?? 0))) ?? [];
  for (const row of all) console.log(row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join('  '));
}

/** Writes the last result; lines that were not measured this time stay from the time they were. */
export async function saveResult(lines: readonly Line[]): Promise<void> {
  await mkdir(RESULTS, { recursive: true });
  const file = new URL('latest.json', RESULTS);
  const before = await readFile(file, 'utf8').then(
    (text) => JSON.parse(text) as { lines: (Line & { date: string })[] },
    () => ({ lines: [] }),
  );
  const date = new Date().toISOString();
  const measured = lines.map((line) => ({ ...line, date }));
  const key = (line: Line) => `${line.id} ${line.backend} ${line.what}`;
  const kept = before.lines.filter((line) => !measured.some((fresh) => key(fresh) === key(line)));
  const merged = [...kept, ...measured].sort((a, b) => key(a).localeCompare(key(b)));
  await writeFile(file, JSON.stringify({ machine: machine(), carillon: VERSION, lines: merged }, null, 2) + '\n');
}

function machine() {
  return {
    cpu: cpus()[0]?.model ?? 'unknown',
    cores: cpus().length,
    memoryGiB: Math.round(totalmem() / 2 ** 30),
    node: process.version,
  };
}
