/**
 * Who has so many of the cron jobs of one claim that others may be due behind them: each has more than a quarter. At
 * most three users do.
 */
export function herdsOf(jobs: readonly { userId: string }[]): string[] {
  const counts = new Map<string, number>();
  for (const { userId } of jobs) counts.set(userId, (counts.get(userId) ?? 0) + 1);
  return [...counts].filter(([, count]) => count > jobs.length / 4).map(([userId]) => userId);
}
