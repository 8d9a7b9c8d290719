import type { Db } from '../db/client.js';

class Refused<Outcome> extends Error {
  constructor(readonly outcome: Outcome) {
    super('refused');
  }
}

/**
 * Runs a transaction whose work may find, after it has written, that it must not go on. `refuse` undoes what was
 * written and makes its argument the outcome: a refusal is an ordinary result, not an error.
 */
export async function refusable<Outcome>(
  db: Db,
  work: (tx: Db, refuse: (outcome: Outcome) => never) => Promise<Outcome>,
): Promise<Outcome> {
  const refuse = (outcome: Outcome): never => {
    throw new Refused(outcome);
  };
  try {
    return await db.transaction((tx) => work(tx, refuse));
  } catch (error) {
    if (error instanceof Refused) return error.outcome as Outcome;
    throw error;
  }
}
