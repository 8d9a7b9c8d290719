/** Why a run was not performed, or not to its end, as facts: the sentence is made when it is shown, in the reader's language. */
export type RunReason =
  | { code: 'monthly_runs'; limit: number; current: number }
  | { code: 'service_was_down' }
  /** Missed, and older than the policy makes up for. */
  | { code: 'missed_window'; windowSeconds: number }
  /** ISO instant. */
  | { code: 'paused'; until: string }
  /** The run before had not ended; its id. */
  | { code: 'overlap'; runId: string }
  /** So many were waiting for their turn already. */
  | { code: 'overlap_queue_full'; waiting: number }
  /** A later run took its place. */
  | { code: 'superseded'; runId: string }
  | { code: 'cron_job_disabled' }
  | { code: 'cron_job_deleted' }
  | { code: 'cron_job_retargeted' }
  | { code: 'worker_job_cancelled' };
