import type { RunState } from '../domain/run/states.js';

/** The languages every message exists in; the first is the default. */
export const LANGUAGES = ['ja', 'en', 'ru'] as const;
export type Language = (typeof LANGUAGES)[number];

/** What a JSON value can be, as a message names it. */
export type JsonType = 'string' | 'number' | 'integer' | 'boolean' | 'object' | 'array' | 'null';

/** A message that needs no facts. */
type Plain = Record<never, never>;

/** Every message and the facts it tells. A catalogue that lacks one, or a caller that forgets a fact, does not compile. */
export interface Messages {
  success: Plain;
  created: Plain;
  jobs_created: { count: number };
  job_updated: Plain;
  job_deleted: Plain;
  key_updated: Plain;
  key_deleted: Plain;
  log_deleted: Plain;
  run_accepted: { logId: string };
  webhook_updated: Plain;
  webhook_deleted: Plain;
  deliveries_replayed: { count: number };

  job_limit: { limit: number; current: number };
  batch_limit: { requested: number; limit: number; current: number };
  activity_limit: { limit: number; created: number; deleted: number };
  key_limit: { limit: number; current: number };
  key_activity_limit: { limit: number; created: number; deleted: number };
  interval_too_short: { minimumSeconds: number; actualSeconds: number };

  beyond_job_limit: { limit: number };
  beyond_key_limit: { limit: number };
  jobs_disabled: { count: number };
  api_keys_disabled: { count: number };
  timeouts_lowered: { count: number; maximum: number };
  no_new_jobs: { limit: number; current: number };
  runs_used_up: { limit: number; current: number };
  self_service_plans_off: Plain;
  email_taken: Plain;
  field_not_an_email: Plain;
  field_not_a_plan_name: Plain;
  default_plan_missing: { plan: string };

  reason_monthly_runs: { limit: number; current: number };
  reason_service_was_down: Plain;
  reason_missed_window: { windowSeconds: number };
  reason_paused: { until: string };
  reason_overlap: { logId: string };
  reason_overlap_queue_full: { waiting: number };
  reason_superseded: { logId: string };
  reason_cron_job_disabled: Plain;
  reason_cron_job_deleted: Plain;
  reason_cron_job_retargeted: Plain;
  reason_worker_job_cancelled: Plain;

  preview_paused: { until: string };
  preview_service_was_down: Plain;
  preview_missed_window: { windowSeconds: number };
  preview_overlap: { at: string };
  preview_overlap_queue_full: { waiting: number };
  preview_superseded: { at: string };
  preview_dst_gap: Plain;
  preview_dst_fold: Plain;

  unauthorized: Plain;
  too_many_failed_logins: { seconds: number };
  rate_limited: { limit: number; seconds: number };
  daily_limit: { limit: number };
  forbidden: { scope: string };
  scopes_beyond_creator: { scopes: readonly string[] };
  tenants_beyond_creator: { tenantIds: readonly string[] };
  tenant_forbidden: { tenant: string };
  not_found: Plain;
  no_such_route: Plain;
  method_not_allowed: { method: string; allowed: string };
  idempotency_conflict: Plain;
  idempotency_gone: Plain;
  run_not_final: { state: RunState };
  replay_not_final: { state: RunState };
  replay_job_deleted: Plain;
  backfill_disabled: Plain;
  backfill_too_many: { maximum: number };
  backfill_past_retention: { days: number };
  test_needs_a_call: Plain;
  test_under_way: Plain;
  tests_full: Plain;
  too_many_streams: Plain;
  streams_full: Plain;
  webhook_exists: Plain;
  webhook_disabled: Plain;
  delivery_not_ended: Plain;
  too_large: { limitBytes: number };
  unsupported_media_type: Plain;
  invalid_input: { faults: readonly FieldFault[]; unlisted: number };
  internal: { requestId: string };
  unavailable: Plain;

  body_missing: Plain;
  body_not_utf8: Plain;
  body_not_json: Plain;
  body_undecodable: Plain;
  body_too_deep: { maximum: number };

  field_required: Plain;
  field_wrong_type: { expected: JsonType; received: JsonType };
  field_one_of: { options: readonly string[] };
  field_unknown: Plain;
  field_repeated: Plain;
  field_forbidden_key: Plain;
  field_nul: Plain;
  field_lone_surrogate: Plain;
  field_too_short: { minimum: number };
  field_too_long: { maximum: number };
  field_too_many_bytes: { maximum: number };
  field_too_few_items: { minimum: number };
  field_too_many_items: { maximum: number };
  field_too_small: { minimum: number };
  field_too_big: { maximum: number };
  field_not_an_instant: Plain;
  field_not_in_future: Plain;
  field_not_after: { field: string };
  outage_too_long: { maximum: number };
  field_unchangeable: Plain;
  field_not_a_label: Plain;
  field_not_a_duration: Plain;
  field_duration_outside: { minimum: string; maximum: string };
  field_bad_cursor: Plain;
  field_not_a_whole_number: Plain;
  field_not_a_finite_number: Plain;
  field_invalid: Plain;

  url_malformed: Plain;
  url_scheme: Plain;
  url_userinfo: Plain;
  url_not_callable: Plain;
  header_name_malformed: Plain;
  header_value_control: Plain;
  header_value_not_latin1: Plain;
  header_reserved: Plain;
  header_repeated: Plain;
  header_mask_without_value: Plain;
  body_not_taken: Plain;
  unknown_time_zone: { value: string };
  timeout_above_plan: { maximum: number };
  not_with_worker_job: Plain;
  statuses_malformed: Plain;
  statuses_out_of_range: Plain;
  statuses_reversed: Plain;
  at_most_once_retried: { maxAttempts: number };
  max_delay_below_delay: { delayMs: number; maxDelayMs: number };
  end_not_after_start: { startAt: string; endAt: string };
  jitter_not_below_interval: { jitterSeconds: number; intervalSeconds: number };

  console_not_built: Plain;

  dashboard_off: Plain;
  dashboard_title: Plain;
  dashboard_user: Plain;
  dashboard_password: Plain;
  dashboard_sign_in: Plain;
  dashboard_wrong: Plain;
  dashboard_throttled: { seconds: number };
  dashboard_cross_site: Plain;
}

/** One field of a request and the sentence that says what is wrong with it. */
export interface FieldFault {
  /** Where it is: `headers.X-Foo`, `[3].schedule`, `$` for the whole. */
  field: string;
  message: string;
}

/** All messages in one language. */
export type Catalogue = { readonly [K in keyof Messages]: (facts: Messages[K]) => string };
