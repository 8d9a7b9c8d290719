import { ConfigError, parseEnv } from '@carillon/core/config/parse-env';
import { runUntilSignalled } from '@carillon/core/engine/run-process';
import { requireFitRedis } from '@carillon/core/engine/require-fit-redis';
import { createLogger } from '@carillon/core/telemetry/logger';
import { workerEnv, type WorkerConfig } from './config.js';
import { startWorker } from './start-worker.js';

async function start(config: WorkerConfig): Promise<void> {
  const logger = createLogger({ name: 'worker', level: config.LOG_LEVEL });
  await requireFitRedis(config.REDIS_URL, logger);
  const { healthUrl: url, stop, unfinished } = await startWorker(config, logger);
  runUntilSignalled({ logger, url, stop, graceSeconds: config.SHUTDOWN_GRACE_SECONDS, unfinished });
}

try {
  await start(parseEnv(workerEnv, process.env));
} catch (error) {
  if (!(error instanceof ConfigError) && !(error instanceof Error && 'syscall' in error)) throw error;
  process.stderr.write(`carillon worker cannot start. ${error.message}\n`);
  process.exit(1);
}
