import { parseArgs } from 'node:util';
import type { Backend } from './apps.js';
import { withDrain } from './p1-drain.js';
import { messagePerCall } from './p2-message-per-call.js';
import { claim } from './p3-claim.js';
import { lateness } from './p4-lateness.js';
import { drainHerd } from './p5-herd.js';
import { withRivals } from './api-rivals.js';
import { createJobs } from './p6-create-jobs.js';
import { passWorkerJobs } from './p7-worker-jobs.js';
import { bareInserts } from './bare-inserts.js';
import { activationLateness } from './p8-activation.js';
import { askForStatistics } from './s1-statistics.js';
import { askForPages } from './s2-account.js';
import { rawLoop } from './raw-loop.js';
import { printTable, saveResult, type Line } from './report.js';
import { startServers, type Servers } from './servers.js';
import { startSink, type Sink } from './sink.js';
import { median } from './statistics.js';

const { values: options } = parseArgs({
  options: {
    only: { type: 'string', default: 'p1,p2,p3,p4,p5,p6,p7,p8,s1,s2' },
    backend: { type: 'string', default: 'redis,postgres' },
    runs: { type: 'string', default: '20000' },
    jobs: { type: 'string', default: '1000000' },
    repeat: { type: 'string', default: '3' },
    seconds: { type: 'string', default: '60' },
  },
});
const runs = Number(options.runs);
const wanted = (id: string) => options.only.split(',').includes(id);
const progress = (text: string) => console.error(`[${new Date().toISOString().slice(11, 19)}] ${text}`);
const perSecond = (rate: number) => `${Math.round(rate).toLocaleString('en')}/s`;

/**
 * Repeats a measurement between two of its yardstick. The ratio is the median of the rounds' own: the machine's speed
 * wanders within minutes, and what stands side by side has seen the same machine.
 */
async function compare(what: string, measure: () => Promise<number>, yardstick: () => Promise<number>) {
  const measured: number[] = [];
  const compared: number[] = [await yardstick()];
  const ratios: number[] = [];
  for (let round = 1; round <= Number(options.repeat); round++) {
    const before = compared.at(-1) ?? 0;
    const ours = await measure();
    const after = await yardstick();
    measured.push(ours);
    compared.push(after);
    ratios.push((2 * ours) / (before + after));
    progress(
      `${what} ${round}/${options.repeat}: ${perSecond(ours)} against ${perSecond(before)} and ${perSecond(after)}`,
    );
  }
  return { measured: median(measured), yardstick: median(compared), ratio: median(ratios) };
}

async function benchDrain(servers: Servers, sink: Sink, backend: Backend): Promise<Line[]> {
  const lines: Line[] = [];
  progress(`P1/P2 ${backend}: warming up`);
  await rawLoop(sink.url, runs);
  await withDrain(servers, sink, { backend, runs }, async (drain) => {
    const ours = async () => {
      const { runsPerSecond, cpuMicros } = await drain();
      progress(
        `  CPU µs a run: ${Object.entries(cpuMicros)
          .map(([name, micros]) => `${name} ${micros}`)
          .join(', ')}`,
      );
      return runsPerSecond;
    };
    if (wanted('p1')) {
      const target = backend === 'redis' ? 0.4 : 0.33;
      const p1 = await compare(`P1 ${backend}`, ours, () => rawLoop(sink.url, runs));
      lines.push({
        id: 'P1',
        backend,
        what: `drain ${runs} runs`,
        measured: perSecond(p1.measured),
        yardstick: `raw undici loop ${perSecond(p1.yardstick)}`,
        ratio: p1.ratio,
        target: `≥ ${target}`,
        met: p1.ratio >= target,
      });
    }
    if (wanted('p2')) {
      const p2 = await compare(`P2 ${backend}`, ours, () => messagePerCall(servers, sink, backend, runs));
      lines.push({
        id: 'P2',
        backend,
        what: `drain ${runs} runs`,
        measured: perSecond(p2.measured),
        yardstick: `BullMQ, a message a call ${perSecond(p2.yardstick)}`,
        ratio: p2.ratio,
        target: '≥ 1.5',
        met: p2.ratio >= 1.5,
      });
    }
  });
  return lines;
}

async function benchClaim(servers: Servers, backend: Backend): Promise<Line> {
  const jobs = Number(options.jobs);
  const p3 = await compare(
    `P3 ${backend}`,
    () => claim(servers, backend, runs, jobs),
    () => claim(servers, backend, runs, runs),
  );
  return {
    id: 'P3',
    backend,
    what: `claim ${runs} of ${jobs.toLocaleString('en')} jobs`,
    measured: perSecond(p3.measured),
    yardstick: `of ${runs.toLocaleString('en')} jobs ${perSecond(p3.yardstick)}`,
    ratio: p3.ratio,
    target: '≥ 0.8 and ≥ 15,000/s',
    met: p3.ratio >= 0.8 && p3.measured >= 15_000,
  };
}

async function benchLateness(servers: Servers, sink: Sink, backend: Backend): Promise<Line> {
  progress(`P4 ${backend}: ${options.seconds} s at 50 runs/s`);
  const late = await lateness(servers, sink, backend, 50, Number(options.seconds));
  const met = late.p50Ms <= 20 && late.p99Ms <= 100 && late.early === 0;
  return {
    id: 'P4',
    backend,
    what: 'lateness at 50 runs/s',
    measured: `p50 ${late.p50Ms} ms, p99 ${late.p99Ms} ms, max ${late.maxMs} ms, early ${late.early}`,
    yardstick: '–',
    ratio: null,
    target: 'p50 ≤ 20, p99 ≤ 100 ms, none early',
    met,
  };
}

async function benchHerd(servers: Servers, sink: Sink, backend: Backend): Promise<Line> {
  const due = 10_000;
  progress(`P5 ${backend}: ${due.toLocaleString('en')} due at once`);
  const { lastStartMs, runsPerSecond } = await drainHerd(servers, sink, backend, { due, drained: runs });
  const allowedMs = (due / runsPerSecond) * 1.3 * 1_000;
  return {
    id: 'P5',
    backend,
    what: `last start of ${due.toLocaleString('en')} due at once`,
    measured: `${Math.round(lastStartMs)} ms`,
    yardstick: `at P1's ${perSecond(runsPerSecond)}: ${Math.round((due / runsPerSecond) * 1_000)} ms`,
    ratio: lastStartMs / allowedMs,
    target: `≤ 1.3 × that`,
    met: lastStartMs <= allowedMs,
  };
}

async function benchApi(servers: Servers): Promise<Line[]> {
  const lines: Line[] = [];
  if (wanted('p6')) {
    const p6 = await withRivals(servers, (ours, bare) =>
      compare(
        'P6',
        () => createJobs(ours),
        () => createJobs(bare),
      ),
    );
    lines.push(apiLine('P6', 'POST /api/jobs', 'bare Express + zod + one insert', p6, 0.5));
  }
  if (wanted('p7')) {
    const p7 = await withRivals(servers, (ours, bare) =>
      compare(
        'P7',
        () => passWorkerJobs(ours),
        () => passWorkerJobs(bare),
      ),
    );
    lines.push(apiLine('P7', 'worker jobs: create, activate, complete', 'bare Express + pg', p7, 0.6));
  }
  if (wanted('p8')) {
    progress(`P8: ${options.seconds} s at 150 worker jobs/s`);
    const late = await withRivals(servers, (ours) => activationLateness(ours, 150, Number(options.seconds)));
    const disk = await bareInserts(await servers.freshDatabase('bare_inserts'), 150, Number(options.seconds));
    lines.push({
      id: 'P8',
      backend: '–',
      what: 'create → activated by a waiting poll, 150/s',
      measured: `p50 ${late.p50Ms.toFixed(1)} ms, p99 ${late.p99Ms.toFixed(1)} ms, max ${late.maxMs.toFixed(1)} ms`,
      yardstick: `bare inserts: p50 ${disk.p50Ms.toFixed(1)} ms, p99 ${disk.p99Ms.toFixed(1)} ms`,
      ratio: null,
      target: 'p50 ≤ 5, p99 ≤ 50 ms',
      met: late.p50Ms <= 5 && late.p99Ms <= 50,
    });
  }
  return lines;
}

async function benchStatistics(servers: Servers): Promise<Line[]> {
  const jobs = Number(options.jobs);
  progress(`S1: ${jobs.toLocaleString('en')} ended worker jobs`);
  return (await askForStatistics(servers, jobs)).map(({ question, ms }) => ({
    id: 'S1',
    backend: '–',
    what: `${question}, of ${jobs.toLocaleString('en')} worker jobs`,
    measured: `${ms.toFixed(1)} ms`,
    yardstick: '–',
    ratio: null,
    target: '≤ 200 ms',
    met: ms <= 200,
  }));
}

async function benchPages(servers: Servers): Promise<Line[]> {
  const size = { jobs: 10_000, runs: Number(options.jobs) };
  progress(`S2: ${size.jobs.toLocaleString('en')} jobs of one user and ${size.runs.toLocaleString('en')} ledger rows`);
  return (await askForPages(servers, size)).map(({ question, firstMs, ms }) => ({
    id: 'S2',
    backend: '–',
    what: `${question}, of ${size.jobs.toLocaleString('en')} jobs and ${size.runs.toLocaleString('en')} logs`,
    measured: `${ms.toFixed(1)} ms, at first ${firstMs.toFixed(1)} ms`,
    yardstick: '–',
    ratio: null,
    target: '≤ 300 ms, also at first',
    met: Math.max(ms, firstMs) <= 300,
  }));
}

function apiLine(
  id: string,
  what: string,
  yardstick: string,
  result: { measured: number; yardstick: number; ratio: number },
  target: number,
): Line {
  return {
    id,
    backend: '–',
    what,
    measured: perSecond(result.measured),
    yardstick: `${yardstick} ${perSecond(result.yardstick)}`,
    ratio: result.ratio,
    target: `≥ ${target}`,
    met: result.ratio >= target,
  };
}

const servers = await startServers();
const sink = await startSink();
const lines: Line[] = [];
try {
  for (const backend of options.backend.split(',') as Backend[]) {
    if (wanted('p1') || wanted('p2')) lines.push(...(await benchDrain(servers, sink, backend)));
    if (wanted('p5')) lines.push(await benchHerd(servers, sink, backend));
    if (wanted('p3')) lines.push(await benchClaim(servers, backend));
    if (wanted('p4')) lines.push(await benchLateness(servers, sink, backend));
  }
  lines.push(...(await benchApi(servers)));
  if (wanted('s1')) lines.push(...(await benchStatistics(servers)));
  if (wanted('s2')) lines.push(...(await benchPages(servers)));
  printTable(lines);
  await saveResult(lines);
} finally {
  sink.close();
  await servers.close();
}
