import type { OnUnreadable } from '../secrets/keyring.js';
import type { Logger } from './logger.js';
import type { Metrics } from './metrics.js';

/** As many rows are remembered as told of; then it begins anew. */
const MAX_TOLD = 1_000;

/** Counts the secrets that cannot be opened, and logs once a row where they are and which key they want. */
export function tellUnreadable(metrics: Metrics, logger: Logger): OnUnreadable {
  const help = 'Secrets that could not be opened: sealed with a key that is not there, changed, or moved';
  const unreadable = metrics.counter('secrets_unreadable_total', help);
  const told = new Set<string>();
  return ({ record, field }, keyId) => {
    unreadable.inc();
    if (told.has(record)) return;
    if (told.size >= MAX_TOLD) told.clear();
    told.add(record);
    logger.error({ event: 'secret.unreadable', record, field, keyId }, 'a secret could not be opened');
  };
}
