import { ConfigError, parseEnv } from '@carillon/core/config/parse-env';
import { runUntilSignalled } from '@carillon/core/engine/run-process';
import { requireFitRedis } from '@carillon/core/engine/require-fit-redis';
import { tracingConfig } from '@carillon/core/config/tracing-fields';
import { openTelemetry } from '@carillon/core/telemetry/open-telemetry';
import { workerEnv, type WorkerConfig } from './config.js';
import { startWorker } from './start-worker.js';

async function start(config: WorkerConfig): Promise<void> {
  const tracing = tracingConfig(config, 'worker');
  const telemetry = await openTelemetry({ name: 'worker', level: config.LOG_LEVEL, tracing });
  const { logger } = telemetry;
  await requireFitRedis(config.REDIS_URL, logger);
  const { healthUrl: url, stop, unfinished } = await startWorker(config, telemetry);
  runUntilSignalled({ logger, url, stop, graceSeconds: config.SHUTDOWN_GRACE_SECONDS, unfinished });
}

try {
  await start(parseEnv(workerEnv, process.env));
} catch (error) {
  if (!(error instanceof ConfigError) && !(error instanceof Error && 'syscall' in error)) throw error;
  process.stderr.write(`carillon worker cannot start. ${error.message}\n`);
  process.exit(1);
}
