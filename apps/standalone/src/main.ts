import { parseEnv } from '@carillon/core/config/parse-env';
import { boot } from './boot.js';
import { Cleanup } from './cleanup.js';
import { standaloneEnv } from './config/standalone-config.js';

/** Everything must be gone within 10 s; the rest is for what we cannot hurry. */
const STOP_LIMIT_MS = 9_000;
/** npm passes a Ctrl-C on that the terminal has sent us already: two signals this close are one. */
const SAME_SIGNAL_MS = 1_000;

const cleanup = new Cleanup();
let stopping: Promise<void> | null = null;
let askedAt = 0;
let booting: Promise<void> = Promise.resolve();

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}

function stop(exitCode: number): Promise<void> {
  askedAt = performance.now();
  stopping ??= (async () => {
    const limit = setTimeout(() => process.exit(1), STOP_LIMIT_MS + 800);
    // What is starting right now is not yet known to the clean-up.
    await booting.catch(() => undefined);
    const faults = await cleanup.run(STOP_LIMIT_MS - (performance.now() - askedAt));
    for (const fault of faults) say(fault instanceof Error ? fault.message : String(fault));
    clearTimeout(limit);
    process.exit(faults.length === 0 ? exitCode : 1);
  })();
  return stopping;
}

function onSignal(): void {
  if (stopping === null) {
    say('stopping…');
    void stop(0);
  } else if (performance.now() - askedAt > SAME_SIGNAL_MS) {
    say('stopping at once');
    // The apps end with our channel to them, the database with its guard.
    process.exit(1);
  }
}

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, onSignal);
// A closed pipe (`npm start | head`) must not end us in the middle of a line.
process.stdout.on('error', () => undefined);

try {
  const config = parseEnv(standaloneEnv, process.env);
  booting = boot({
    config,
    env: process.env,
    say,
    cleanup,
    isStopping: () => stopping !== null,
    onDatabaseGone: () => {
      say('PostgreSQL ended unexpectedly: stopping everything. Start again to recover.');
      void stop(1);
    },
  });
  await booting;
} catch (error) {
  if (stopping === null) say(error instanceof Error ? error.message : String(error));
  await stop(1);
}
