/** What a group of finished runs says about one cron job. */
export interface JobVerdict {
  cronJobId: string;
  lastStatus: 'succeeded' | 'failed';
  /** Failures since the last success within the group. */
  failures: number;
  /** A success within the group: earlier failures no longer count. */
  recovered: boolean;
}

/** Sums up ended runs by cron job, in the order they ended. */
export function judgeJobs(ended: readonly { cronJobId: string; state: 'succeeded' | 'failed' }[]): JobVerdict[] {
  const verdicts = new Map<string, JobVerdict>();
  for (const { cronJobId, state } of ended) {
    const before = verdicts.get(cronJobId);
    verdicts.set(cronJobId, {
      cronJobId,
      lastStatus: state,
      failures: state === 'succeeded' ? 0 : (before?.failures ?? 0) + 1,
      recovered: state === 'succeeded' || (before?.recovered ?? false),
    });
  }
  return [...verdicts.values()];
}
