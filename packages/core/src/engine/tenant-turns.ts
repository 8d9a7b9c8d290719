import type { ActivatedWorkerJob } from './activate-worker-jobs.js';

/** Remembers which tenant of a user's type was served last, so that the next activation begins with the one after it. */
export interface TenantTurns {
  /** Activates for one line, from where the last activation for it ended. */
  take(line: string, activate: (afterTenant: string) => Promise<ActivatedWorkerJob[]>): Promise<ActivatedWorkerJob[]>;
}

/** Lines remembered; one that is forgotten begins with its first tenant again. */
const MAX_LINES = 10_000;

/** The turns as this process sees them: tenants need to be served alike, not in one order everywhere. */
export function createTenantTurns(): TenantTurns {
  const served = new Map<string, string>();
  return {
    async take(line, activate) {
      const jobs = await activate(served.get(line) ?? '');
      const last = jobs.at(-1);
      if (last === undefined) return jobs;
      served.delete(line);
      served.set(line, last.tenantId);
      const [oldest] = served.keys();
      if (served.size > MAX_LINES && oldest !== undefined) served.delete(oldest);
      return jobs;
    },
  };
}
