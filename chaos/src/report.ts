import { isBad, type Finding } from './check/finding.js';

/** Prints the findings as a table, and beneath it what was found where nothing may be. */
export function printFindings(title: string, findings: readonly Finding[]): void {
  console.log(`\n${title}`);
  const width = Math.max(...findings.map(({ what }) => what.length));
  for (const { what, count, isFault, examples } of findings) {
    const verdict = isFault ? (count === 0 ? 'ok' : 'FAULT') : examples.join(', ');
    console.log(`  ${what.padEnd(width)}  ${String(count).padStart(7)}  ${verdict}`.trimEnd());
  }
  for (const { what, count, examples } of findings.filter(isBad)) {
    console.log(`\n${what}: ${count}`);
    for (const example of examples) console.log(`  - ${example.replaceAll('\n', '\n    ')}`);
  }
}

/** A line on stderr with the time, so that whoever watches knows that it goes on. */
export function progress(text: string): void {
  console.error(`[${new Date().toISOString().slice(11, 19)}] ${text}`);
}
