import { setTimeout as delay } from 'node:timers/promises';
import { ConfigError, parseEnv } from '@carillon/core/config/parse-env';
import { runUntilSignalled } from '@carillon/core/engine/run-process';
import { tracingConfig } from '@carillon/core/config/tracing-fields';
import { openTelemetry } from '@carillon/core/telemetry/open-telemetry';
import { checkDefaultPlan } from './check-default-plan.js';
import { apiConfig, type ApiConfig } from './config.js';
import { createApp } from './create-app.js';
import { openParts } from './open-parts.js';
import { listen, ListenError } from './server.js';

/** Left of the grace period for closing connections after the last request. */
const CLOSING_MS = 1_000;

async function start(config: ApiConfig): Promise<void> {
  const tracing = tracingConfig(config, 'api');
  const telemetry = await openTelemetry({ name: 'api', level: config.LOG_LEVEL, tracing });
  const { logger } = telemetry;
  const draining = new AbortController();
  const stopping = new AbortController();
  const parts = openParts(config, telemetry, { draining: draining.signal, stopping: stopping.signal });
  const { SHUTDOWN_GRACE_SECONDS: graceSeconds, SHUTDOWN_DELAY_SECONDS: delaySeconds } = config;
  try {
    const server = await listen(createApp(parts.deps), { host: config.HOST, port: config.PORT });
    const stop = async () => {
      draining.abort();
      await delay(delaySeconds * 1_000);
      stopping.abort();
      await server.close((graceSeconds - delaySeconds) * 1_000 - CLOSING_MS);
      await parts.close();
    };
    runUntilSignalled({ logger, url: server.url, stop, graceSeconds });
    void checkDefaultPlan(parts.deps).then((fault) => fault !== null && logger.error(fault));
  } catch (error) {
    await parts.close();
    throw error;
  }
}

try {
  await start(parseEnv(apiConfig, process.env));
} catch (error) {
  if (!(error instanceof ConfigError) && !(error instanceof ListenError)) throw error;
  process.stderr.write(`carillon api cannot start. ${error.message}\n`);
  process.exit(1);
}
