import { hasSqlState } from '../db/sql.js';
import { createGrouper, type Grouper } from './grouper.js';

export interface OutcomeWriterOptions<Outcome> {
  /** Writes a group durably. */
  write: (group: Outcome[]) => Promise<void>;
  /** Makes an outcome that Postgres cannot store storable. */
  reduce: (outcome: Outcome) => Outcome;
  onError: (error: Error) => void;
}

const RETRY_PAUSE_MS = 250;

/** A row that does not fit (class 22 data exception, 23 constraint): trying the same again cannot help. */
const DATA_FAULTS = ['22000', '22001', '22003', '22007', '22008', '22021', '22P02', '22P05', '23502', '23514'];

/**
 * One statement and one commit for up to 100 outcomes or 5 ms; an outcome is answered once it is durable. One that fails
 * on its own account is isolated and reduced; while Postgres is away groups are tried again, since a call that was made
 * must not be made a second time.
 */
export function createOutcomeWriter<Outcome>(options: OutcomeWriterOptions<Outcome>): Grouper<Outcome, void> {
  return createGrouper<Outcome, void>({
    maxItems: 100,
    maxWaitMs: 5,
    maxConcurrent: 2,
    carryOut: async (group) => {
      await store(group, options);
      return [];
    },
  });
}

async function store<Outcome>(group: Outcome[], options: OutcomeWriterOptions<Outcome>): Promise<void> {
  if ((await writeUntilAnswered(group, options)) === 'written') return;
  for (const outcome of group) {
    if ((await writeUntilAnswered([outcome], options)) === 'unstorable') await options.write([options.reduce(outcome)]);
  }
}

/** Only a fault of the data is an answer; anything else passes, and what was done must be written. */
async function writeUntilAnswered<Outcome>(
  group: Outcome[],
  options: OutcomeWriterOptions<Outcome>,
): Promise<'written' | 'unstorable'> {
  for (;;) {
    try {
      await options.write(group);
      return 'written';
    } catch (error) {
      options.onError(error instanceof Error ? error : new Error(String(error)));
      if (hasSqlState(error, ...DATA_FAULTS)) return 'unstorable';
      await new Promise((resolve) => setTimeout(resolve, RETRY_PAUSE_MS));
    }
  }
}
