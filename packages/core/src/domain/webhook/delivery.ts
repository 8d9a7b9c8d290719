import type { CallError } from '../run/outcome.js';

/** Every move of a delivery; `null` is its birth. A dead one may be replayed, under the same id. */
export const DELIVERY_MOVES = {
  enter: { from: [null], to: 'pending' },
  send: { from: ['pending'], to: 'sending' },
  deliver: { from: ['sending'], to: 'delivered' },
  retry: { from: ['sending'], to: 'pending' },
  giveUp: { from: ['sending', 'pending'], to: 'dead' },
  replay: { from: ['dead', 'delivered'], to: 'pending' },
} as const satisfies Record<string, { from: readonly (string | null)[]; to: string }>;

export type DeliveryMove = keyof typeof DELIVERY_MOVES;
export type DeliveryState = (typeof DELIVERY_MOVES)[DeliveryMove]['to'];

/** What nothing but a replay leaves. */
export const FINAL_DELIVERY_STATES = ['delivered', 'dead'] as const satisfies readonly DeliveryState[];

/** One try at telling a webhook. */
export interface DeliveryAttempt {
  attempt: number;
  /** ISO instant of the Postgres clock. */
  startedAt: string;
  durationMs: number;
  /** HTTP status; 0 when there was no response. */
  status: number;
  error: CallError | null;
}
