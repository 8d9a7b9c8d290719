/** What a due instant of a cron job does instead of an HTTP call: it makes a worker job. */
export interface CronTarget {
  kind: 'workerJob';
  tenantId: string;
  type: string;
  variables: Record<string, unknown>;
  retries: number;
  timeoutMs: number;
}
