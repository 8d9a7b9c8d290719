import { DEFAULT_POLICY, type PolicyChoices } from '../domain/policy/run-policy.js';
import type { CallError } from '../domain/run/outcome.js';
import type { OngoingCall } from '../egress/call-target.js';

/** What became of a call whose run was ended meanwhile. Nobody stores it: the ledger tells already. */
export const SUPERSEDED: CallError = { code: 'superseded', message: 'A later run took the place of this one.' };

/** The runs of which a worker has been told that they were ended while somebody had them. */
export interface SupersededRuns {
  /** A run was ended: its call is cut short, or not begun. */
  tell(runId: string): void;
  has(runId: string): boolean;
  /** Has a call cut short when its run is ended; to be called when it is over. */
  watch(run: { runId: string; policy: PolicyChoices | null }, call: OngoingCall): () => void;
}

/** Every worker is told of every run that is superseded: of those that are not here so many are remembered. */
const MOST_TOLD = 1_000;

const NOTHING = (): void => undefined;

/**
 * Keeps the calls that may have to be cut short. Whoever misses the word calls to the end, and its outcome is dropped:
 * this is for promptness.
 */
export function createSupersededRuns(): SupersededRuns {
  const calls = new Map<string, OngoingCall>();
  const told = new Set<string>();
  return {
    tell(runId) {
      calls.get(runId)?.abort(SUPERSEDED);
      told.add(runId);
      const [oldest] = told;
      if (told.size > MOST_TOLD && oldest !== undefined) told.delete(oldest);
    },
    has: (runId) => told.has(runId),
    watch({ runId, policy }, call) {
      if ((policy?.overlap ?? DEFAULT_POLICY.overlap) === 'allow') return NOTHING;
      calls.set(runId, call);
      return () => void calls.delete(runId);
    },
  };
}
