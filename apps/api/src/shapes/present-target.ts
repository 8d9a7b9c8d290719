import type { CronTarget } from '@carillon/core/domain/target/cron-target';
import { formatIsoDuration } from '@carillon/core/domain/worker-job/iso-duration';
import type { z } from 'zod';
import type { shownTarget } from '../schemas/job-target.js';

/** Shapes what a due instant of a cron job does for an answer. */
export function presentTarget(target: CronTarget | null): z.input<typeof shownTarget> {
  if (target === null) return { kind: 'http' };
  const { timeoutMs, ...same } = target;
  return { ...same, timeout: formatIsoDuration(timeoutMs) };
}
