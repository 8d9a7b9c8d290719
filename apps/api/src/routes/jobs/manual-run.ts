import type { LedgerRun } from '@carillon/core/db/queries/ledger-reads';
import { describeReason } from '@carillon/core/messages/describe-reason';
import type { ApiDeps } from '../../deps.js';
import { Problem } from '../../http/problem.js';
import { presentLog } from '../../shapes/present-log.js';

/** Waits for the run's end, but no longer than the process is going to live. */
export async function waitForEnd(runId: string, { manualRuns, executeWaitMs, stopping }: ApiDeps): Promise<void> {
  if (stopping.aborted) return;
  let stop = () => {};
  const stopped = new Promise<void>((resolve) => (stop = resolve));
  stopping.addEventListener('abort', stop);
  try {
    await Promise.race([manualRuns.wait(runId, executeWaitMs), stopped]);
  } finally {
    stopping.removeEventListener('abort', stop);
  }
}

/** A limit or another run prevented the run. The ledger has a row that says so, and the problem names it. */
export function skipped(run: LedgerRun): Problem {
  const { reason } = run;
  if (reason === null) throw new Error('A skipped run has no reason');
  const code = reason.code === 'monthly_runs' ? 'plan_limit' : 'overlap';
  return new Problem(code, (language) => describeReason(reason, language), {
    details: (language) => ({ result: presentLog(run, language) }),
  });
}
