/** Why a run was not performed, or not to its end, as facts: the sentence is made when it is shown, in the reader's language. */
export type RunReason =
  | { code: 'monthly_runs'; limit: number; current: number }
  | { code: 'service_was_down' }
  | { code: 'cron_job_disabled' }
  | { code: 'cron_job_deleted' }
  | { code: 'cron_job_retargeted' }
  | { code: 'worker_job_cancelled' };
