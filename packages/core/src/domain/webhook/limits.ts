/** From the first byte sent to the last one read. */
export const DELIVERY_TIMEOUT_MS = 15_000;

/** A worker has this long for one attempt; a lost worker's are then taken back. No renewal: it is twice the limit above. */
export const DELIVERY_LEASE_MS = 2 * DELIVERY_TIMEOUT_MS;

/** A delivery in the queue that no worker has taken for this long is put there again. */
export const DISPATCH_AGAIN_AFTER_MS = 60_000;

/** Most deliveries of one webhook in the queue and under way: a receiver that hangs holds no more places. */
export const MAX_IN_FLIGHT_OF_WEBHOOK = 4;

/** For how long deliveries wait for a webhook that is disabled. */
export const DISABLED_PATIENCE_MS = 86_400_000;

/** How much of a response is read. */
export const MAX_RESPONSE_BYTES = 65_536;

/** How long the secret before the last rotation stays good unless said, and at most. */
export const DEFAULT_GRACE_SECONDS = 86_400;
export const MAX_GRACE_SECONDS = 7 * 86_400;

/** Most deliveries that one request replays. */
export const MAX_REPLAYED = 1_000;

/** Most attempts that a delivery keeps; a replayed one may have had more. */
export const MAX_KEPT_ATTEMPTS = 50;
