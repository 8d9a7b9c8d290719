/** API keys a user may have, on any plan. */
export const MAX_API_KEYS = 10;

/** Creations and deletions of API keys on one day, on any plan. */
export const MAX_KEY_ACTIVITY = 20;

export interface KeyCreationFacts {
  /** API keys the user has, disabled and expired ones too. */
  current: number;
  /** Creations and deletions of the current day. */
  createdToday: number;
  deletedToday: number;
}

export type KeyCreationRefusal =
  | { kind: 'key_limit'; limit: number; current: number }
  | { kind: 'key_activity_limit'; limit: number; created: number; deleted: number };

/**
 * Decides whether a user may have one more API key. Deletions count but are never refused: a leaked key must go.
 * @returns null when the user may.
 */
export function refuseKeyCreation(facts: KeyCreationFacts): KeyCreationRefusal | null {
  const { current, createdToday: created, deletedToday: deleted } = facts;
  if (current >= MAX_API_KEYS) return { kind: 'key_limit', limit: MAX_API_KEYS, current };
  if (created + deleted < MAX_KEY_ACTIVITY) return null;
  return { kind: 'key_activity_limit', limit: MAX_KEY_ACTIVITY, created, deleted };
}
