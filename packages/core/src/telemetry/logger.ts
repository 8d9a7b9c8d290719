import { pino, type Logger } from 'pino';
import { safeError } from './safe-error.js';

export type { Logger };

/** A JSON logger on standard output. `name` is the process, e.g. `worker`. */
export function createLogger(options: { name: string; level: string }): Logger {
  return pino({
    name: options.name,
    level: options.level,
    timestamp: pino.stdTimeFunctions.isoTime,
    serializers: { err: safeError },
    formatters: { level: (label) => ({ level: label }) },
  });
}
