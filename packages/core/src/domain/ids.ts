/** `log_` + 32 hex digits: a run's id as users see it. */
const RUN_ID = /^log_([0-9a-f]{8})([0-9a-f]{4})([0-9a-f]{4})([0-9a-f]{4})([0-9a-f]{12})$/;
const DELIVERY_ID = /^msg_([0-9a-f]{8})([0-9a-f]{4})([0-9a-f]{4})([0-9a-f]{4})([0-9a-f]{12})$/;
const API_KEY_ID = /^key_[0-9a-f]{32}$/;
const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

/** A run's uuid as users, targets and log lines see it: `log_` and its hex digits. */
export function formatRunId(uuid: string): string {
  return `log_${uuid.replaceAll('-', '')}`;
}

/** The uuid in a run id, or null when the text is not one. */
export function parseRunId(text: string): string | null {
  const parts = RUN_ID.exec(text);
  return parts === null ? null : parts.slice(1).join('-');
}

/** A delivery's uuid as users and receivers see it: `msg_` and its hex digits. Signatures leave it no dot. */
export function formatDeliveryId(uuid: string): string {
  return `msg_${uuid.replaceAll('-', '')}`;
}

/** The uuid in a delivery id, or null when the text is not one. */
export function parseDeliveryId(text: string): string | null {
  const parts = DELIVERY_ID.exec(text);
  return parts === null ? null : parts.slice(1).join('-');
}

/** True for a cron job id: a lower-case uuid. */
export function isCronJobId(text: string): boolean {
  return UUID.test(text);
}

/** True for an API key id: `key_` and 32 hex digits. */
export function isApiKeyId(text: string): boolean {
  return API_KEY_ID.test(text);
}

/**
 * The instant a run was due, read from its id. Run ids are UUIDv7 whose 48-bit time is `scheduledFor` to the
 * millisecond, so a run is found in its partition by its id alone.
 */
export function scheduledForOf(runUuid: string): Date {
  return new Date(parseInt(runUuid.slice(0, 8) + runUuid.slice(9, 13), 16));
}
