import { ConfigError, parseEnv } from '@carillon/core/config/parse-env';
import { runUntilSignalled } from '@carillon/core/engine/run-process';
import { createLogger } from '@carillon/core/telemetry/logger';
import { workerEnv, type WorkerConfig } from './config.js';
import { startWorker } from './start-worker.js';

async function start(config: WorkerConfig): Promise<void> {
  const logger = createLogger({ name: 'worker', level: config.LOG_LEVEL });
  const worker = await startWorker(config, logger);
  runUntilSignalled({ logger, url: worker.healthUrl, stop: worker.stop, graceSeconds: config.SHUTDOWN_GRACE_SECONDS });
}

try {
  await start(parseEnv(workerEnv, process.env));
} catch (error) {
  if (!(error instanceof ConfigError) && !(error instanceof Error && 'syscall' in error)) throw error;
  process.stderr.write(`carillon worker cannot start. ${error.message}\n`);
  process.exit(1);
}
