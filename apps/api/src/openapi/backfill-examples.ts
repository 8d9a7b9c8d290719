/** A night during which the service was down. */
export const backfillRequest = {
  from: '2025-11-03T15:00:00.000Z',
  to: '2025-11-04T00:00:01.000Z',
  include: ['missed', 'absent'],
  dryRun: false,
};

export const backfilled = {
  dryRun: false,
  runs: [
    {
      scheduledFor: '2025-11-04T00:00:00.000Z',
      fate: 'missed',
      logId: 'log_019a4e3b9e0070008000000000000001',
      replayOf: 'log_019a4c160c0070008000000000000000',
    },
  ],
  counts: { absent: 0, missed: 1, skipped: 0, failed: 0 },
  repeatedBefore: 0,
  left: { turns: 0, quota: 0 },
};
