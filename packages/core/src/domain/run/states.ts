/** AUTO: a due instant of the schedule. MANUAL: somebody asked for it. */
export type RunType = 'AUTO' | 'MANUAL';

/**
 * Every move of a run. The type, the diagram in docs/states.md and the exhaustive test come from this table.
 * `from: null` means the run is born in that state.
 */
export const RUN_MOVES = {
  queue: { from: [null], to: 'queued' },
  skip: { from: [null], to: 'skipped' },
  miss: { from: [null], to: 'missed' },
  start: { from: ['queued'], to: 'running' },
  // From queued as well: a worker job's late report counts after its lease was taken back.
  succeed: { from: ['running', 'queued'], to: 'succeeded' },
  fail: { from: ['running', 'queued'], to: 'failed' },
  retry: { from: ['running'], to: 'retrying' },
  requeue: { from: ['retrying'], to: 'queued' },
  rescue: { from: ['running'], to: 'queued' },
  handOver: { from: ['running'], to: 'queued' },
  cancel: { from: ['queued', 'running', 'retrying'], to: 'cancelled' },
} as const satisfies Record<string, { from: readonly (string | null)[]; to: string }>;

export type RunMove = keyof typeof RUN_MOVES;
export type RunState = (typeof RUN_MOVES)[RunMove]['to'];

export const FINAL_RUN_STATES = [
  'succeeded',
  'failed',
  'skipped',
  'missed',
  'cancelled',
] as const satisfies readonly RunState[];
export type FinalRunState = (typeof FINAL_RUN_STATES)[number];

/** True when `move` may leave `state`; `null` asks about birth. */
export function canMove(state: RunState | null, move: RunMove): boolean {
  const from: readonly (RunState | null)[] = RUN_MOVES[move].from;
  return from.includes(state);
}

/** True when nothing leaves `state` any more. */
export function isFinal(state: RunState): state is FinalRunState {
  return (FINAL_RUN_STATES as readonly RunState[]).includes(state);
}
