import type { RunReason } from '../run/reason.js';
import { decideOverlap, type TurnFacts } from './decide-overlap.js';

/** What becomes of one of several runs that ask for the turn of their cron job, one after the other. */
export type TurnVerdict =
  | { kind: 'hold' }
  | { kind: 'wait' }
  | { kind: 'skip'; reason: Extract<RunReason, { code: 'overlap' | 'overlap_queue_full' | 'superseded' }> };

export interface TurnPlan {
  /** By run id. */
  verdicts: Map<string, TurnVerdict>;
  /** The run that takes the place of all that held the turn or waited for it before; null when none does. */
  supersededBy: string | null;
}

/** Decides about the runs of one cron job that fall due in one claim, in their order. */
export function planTurns(facts: TurnFacts, runIds: readonly string[]): TurnPlan {
  const verdicts = new Map<string, TurnVerdict>();
  const standing = { ...facts };
  let supersededBy: string | null = null;
  for (const runId of runIds) {
    const decision = decideOverlap(standing);
    switch (decision.kind) {
      case 'run':
        verdicts.set(runId, { kind: 'hold' });
        standing.holder = runId;
        break;
      case 'wait':
        verdicts.set(runId, { kind: 'wait' });
        standing.first ??= runId;
        standing.waiting += 1;
        break;
      case 'skip':
        verdicts.set(runId, { kind: 'skip', reason: { code: 'overlap', runId: decision.runId } });
        break;
      case 'queueFull':
        verdicts.set(runId, { kind: 'skip', reason: { code: 'overlap_queue_full', waiting: decision.waiting } });
        break;
      case 'cancelPrevious':
        supersede(verdicts, runId);
        if (facts.holder !== null || facts.first !== null) supersededBy = runId;
        verdicts.set(runId, { kind: 'hold' });
        Object.assign(standing, { holder: runId, waiting: 0, first: null });
        break;
    }
  }
  return { verdicts, supersededBy };
}

/** Those of the same claim that would have gone on until this one. */
function supersede(verdicts: Map<string, TurnVerdict>, byRunId: string): void {
  for (const [runId, { kind }] of verdicts)
    if (kind !== 'skip') verdicts.set(runId, { kind: 'skip', reason: { code: 'superseded', runId: byRunId } });
}
