import { formatRunId } from '../domain/ids.js';
import type { RunReason } from '../domain/run/reason.js';
import type { Language } from './messages.js';
import { say } from './say.js';

/** Why a run was not performed, in the reader's language. */
export function describeReason(reason: RunReason, language: Language): string {
  switch (reason.code) {
    case 'monthly_runs':
      return say(language, 'reason_monthly_runs', reason);
    case 'service_was_down':
      return say(language, 'reason_service_was_down');
    case 'missed_window':
      return say(language, 'reason_missed_window', reason);
    case 'paused':
      return say(language, 'reason_paused', reason);
    case 'overlap':
      return say(language, 'reason_overlap', { logId: formatRunId(reason.runId) });
    case 'overlap_queue_full':
      return say(language, 'reason_overlap_queue_full', reason);
    case 'superseded':
      return say(language, 'reason_superseded', { logId: formatRunId(reason.runId) });
    case 'cron_job_disabled':
      return say(language, 'reason_cron_job_disabled');
    case 'cron_job_deleted':
      return say(language, 'reason_cron_job_deleted');
    case 'cron_job_retargeted':
      return say(language, 'reason_cron_job_retargeted');
    case 'worker_job_cancelled':
      return say(language, 'reason_worker_job_cancelled');
  }
}
