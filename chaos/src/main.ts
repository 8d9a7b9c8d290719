import { randomInt } from 'node:crypto';
import { chmod, mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { isBad } from './check/finding.js';
import { printFindings, progress } from './report.js';
import { runScenario } from './scenario.js';
import type { Backend } from './servers.js';

const USAGE = 'npm run chaos -- [--seed N] [--minutes M] [--backend redis|postgres|both]';

const { values } = parseArgs({
  options: {
    seed: { type: 'string', default: String(randomInt(1_000_000_000)) },
    minutes: { type: 'string', default: '2' },
    backend: { type: 'string', default: 'both' },
  },
});
const seed = Number(values.seed);
const minutes = Number(values.minutes);
const backends = { redis: ['redis'], postgres: ['postgres'], both: ['redis', 'postgres'] }[values.backend];

if (!Number.isSafeInteger(seed) || !(minutes > 0 && minutes <= 24 * 60) || backends === undefined) {
  console.error(USAGE);
  process.exit(2);
}
// Servers and processes end with us: by their parent's end, or by the watchers of the servers.
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => process.exit(1));

const folder = await mkdtemp(join(tmpdir(), `carillon-chaos-${seed}-`));
// Open for the account that PostgreSQL runs as when we are root.
await chmod(folder, 0o711);
progress(`seed ${seed}, ${minutes} minutes on each of ${backends.join(' and ')}; files in ${folder}`);
for (const backend of backends as Backend[]) {
  const findings = await runScenario({ seed, minutes, backend, folder: join(folder, backend) });
  printFindings(`Seed ${seed} on ${backend}, ${minutes} minutes`, findings);
  if (!findings.some(isBad)) continue;
  console.log(
    `\nFaults on ${backend}; again with: npm run chaos -- --seed ${seed} --minutes ${minutes} --backend ${backend}`,
  );
  process.exitCode = 1;
}
console.log(`\nFiles: ${folder}`);
