import { withDrain } from './p1-drain.js';
import type { Backend } from './apps.js';
import type { Servers } from './servers.js';
import type { Sink } from './sink.js';
import { median } from './statistics.js';

/**
 * P5: `due` cron jobs at one instant; when the last of their calls began, against the rate at which a longer herd drains
 * on the same processes in the same minutes. The median of three.
 */
export async function drainHerd(
  servers: Servers,
  sink: Sink,
  backend: Backend,
  { due, drained }: { due: number; drained: number },
): Promise<{ lastStartMs: number; runsPerSecond: number }> {
  const rates: number[] = [];
  await withDrain(servers, sink, { backend, runs: drained }, async (drain) => {
    for (let round = 0; round < 3; round++) rates.push((await drain()).runsPerSecond);
  });
  const lastStarts: number[] = [];
  await withDrain(servers, sink, { backend, runs: due }, async (drain) => {
    for (let round = 0; round < 3; round++) lastStarts.push((await drain()).lastStartMs);
  });
  return { lastStartMs: median(lastStarts), runsPerSecond: median(rates) };
}
