import type { TracingConfig } from '../config/tracing-fields.js';
import { createLogger, type Logger } from './logger.js';
import type { Tracing } from './tracing.js';

export interface TelemetryOptions {
  /** The process, e.g. `worker`. */
  name: string;
  level: string;
  /** Null: nothing is traced. */
  tracing: TracingConfig | null;
}

/** Makes a process's logger, and its traces where they are asked for; lines then say which trace they belong to. */
export async function openTelemetry({ name, level, tracing: config }: TelemetryOptions): Promise<{
  logger: Logger;
  tracing: Tracing | null;
}> {
  const onTrouble = (reason: string) => logger.warn({ reason }, 'spans could not be exported; they are dropped');
  // Loaded where it is asked for: the SDK takes its time and its memory.
  const tracing = config && (await (await import('./start-tracing.js')).startTracing(config, onTrouble));
  const logger = createLogger({ name, level, ...(tracing !== null && { fields: () => fieldsOf(tracing) }) });
  return { logger, tracing };
}

function fieldsOf(tracing: Tracing): object {
  const current = tracing.current();
  return current === null ? {} : { trace_id: current.traceId, span_id: current.spanId };
}
