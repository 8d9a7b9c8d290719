import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { transformSync } from '@swc/core';
import { processZoneCorpus } from './process-zone-corpus.js';

const core = fileURLToPath(new URL('../../../', import.meta.url));
// Below the package's node_modules, so that a child process finds its dependencies and git does not find the files.
const cache = join(core, 'node_modules', '.cache');
let built = '';
let here: string[] = [];

/** A process reads TZ when it starts, so other zones need other processes: they get the code as plain JavaScript. */
beforeAll(() => {
  here = processZoneCorpus();
  mkdirSync(cache, { recursive: true });
  built = mkdtempSync(join(cache, 'process-zone-'));
  writeFileSync(join(built, 'package.json'), '{"type":"module"}');
  for (const folder of ['src/domain/schedule', 'test/domain/schedule']) {
    for (const file of readdirSync(join(core, folder), { recursive: true, encoding: 'utf8' })) {
      if (file.endsWith('.ts') && !file.endsWith('.test.ts')) transpile(join(folder, file));
    }
  }
});

afterAll(() => rmSync(built, { recursive: true, force: true }));

function transpile(file: string): void {
  const target = join(built, file.replace(/\.ts$/, '.js'));
  const { code } = transformSync(readFileSync(join(core, file), 'utf8'), {
    jsc: { target: 'es2022', parser: { syntax: 'typescript' } },
    module: { type: 'es6' },
  });
  mkdirSync(dirname(target), { recursive: true });
  writeFileSync(target, code);
}

function corpusUnder(zone: string) {
  const script = `
    import { processZoneCorpus } from './test/domain/schedule/process-zone-corpus.js';
    console.log(JSON.stringify({ noon: new Date('2026-07-01T12:00Z').getHours(), lines: processZoneCorpus() }));`;
  const output = execFileSync(process.execPath, ['--input-type=module', '--eval', script], {
    cwd: built,
    env: { ...process.env, TZ: zone, NODE_OPTIONS: '' },
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
  });
  return JSON.parse(output) as { noon: number; lines: string[] };
}

test.each([
  ['UTC', 12],
  ['Europe/Berlin', 14],
  ['America/New_York', 8],
])('a process in %s gives the same answers', (zone, hourAtNoonUtc) => {
  const { noon, lines } = corpusUnder(zone);
  expect(noon).toBe(hourAtNoonUtc);
  expect(lines).toEqual(here);
});
