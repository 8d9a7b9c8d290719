import type { Db } from '../db/client.js';
import {
  createCronJobs,
  createCronJobsTogether,
  type CreateCronJobsInput,
  type CreateCronJobsOptions,
  type CreateCronJobsOutcome,
} from './create-cron-jobs.js';
import { createGrouper, type Grouper } from './grouper.js';

/** Adds cron jobs for all requests of a process. */
export interface CronJobCreator {
  create(input: CreateCronJobsInput): Promise<CreateCronJobsOutcome>;
}

type UserGrouper = Grouper<CreateCronJobsInput, PromiseSettledResult<CreateCronJobsOutcome>>;

/** Most requests of a user that are carried out in one transaction. */
const MAX_TOGETHER = 100;

/**
 * Makes the creator. Requests of one user that meet are carried out together, one transaction after the other: they
 * would wait for each other at the account's lock anyway, each with a connection in its hand. A user who sends a
 * thousand at once so costs the process one connection, and others none of their time.
 */
export function createCronJobCreator(db: Db, options: CreateCronJobsOptions): CronJobCreator {
  const users = new Map<string, UserGrouper>();
  const grouperOf = (userId: string): UserGrouper => {
    const known = users.get(userId);
    if (known !== undefined) return known;
    const grouper: UserGrouper = createGrouper({
      maxItems: MAX_TOGETHER,
      maxWaitMs: 0,
      maxConcurrent: 1,
      carryOut: (inputs) => carryOut(db, options, userId, inputs),
      onIdle: () => users.delete(userId),
    });
    users.set(userId, grouper);
    return grouper;
  };
  return {
    async create(input) {
      // The key's row is waited for when another request holds it, which must not hold up others.
      if (input.idempotencyKey !== undefined) return createCronJobs(db, options, input);
      const result = await grouperOf(input.userId).add(input);
      if (result.status === 'rejected') throw result.reason;
      return result.value;
    },
  };
}

/** One request that Postgres cannot carry out must not fail the others: then each is tried by itself. */
async function carryOut(
  db: Db,
  options: CreateCronJobsOptions,
  userId: string,
  inputs: readonly CreateCronJobsInput[],
): Promise<PromiseSettledResult<CreateCronJobsOutcome>[]> {
  try {
    const outcomes = await createCronJobsTogether(db, options, userId, inputs);
    return outcomes.map((value) => ({ status: 'fulfilled', value }));
  } catch (reason) {
    if (inputs.length === 1) return [{ status: 'rejected', reason }];
    return Promise.allSettled(inputs.map((input) => createCronJobs(db, options, input)));
  }
}
