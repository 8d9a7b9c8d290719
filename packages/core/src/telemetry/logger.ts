import { pino, type Logger } from 'pino';
import { safeError } from './safe-error.js';

export type { Logger };

/** What never belongs into a line, under whatever name somebody logs the object that has it. */
const SECRET_FIELDS = ['headers', 'authorization', 'cookie', 'secret', 'password', 'token', 'apiKey', 'encryptionKey'];

/**
 * A JSON logger on standard output. `name` is the process, e.g. `worker`. Fields are chosen where they are logged; that
 * secrets among them are cut out is the second bolt. `fields` is asked for more of them with every line.
 */
export function createLogger(options: { name: string; level: string; fields?: () => object }): Logger {
  const logging = {
    name: options.name,
    level: options.level,
    timestamp: pino.stdTimeFunctions.isoTime,
    serializers: { err: safeError },
    redact: { paths: SECRET_FIELDS.flatMap((field) => [field, `*.${field}`]), censor: '[redacted]' },
    formatters: { level: (label: string) => ({ level: label }) },
    ...(options.fields && { mixin: options.fields }),
  };
  // Written at once. What is kept back is flushed at the exit, and the flush of sonic-boom 4 tries for ever when whoever
  // read it has gone (EPIPE): such a process cannot end.
  return pino(logging, pino.destination({ sync: true }));
}
