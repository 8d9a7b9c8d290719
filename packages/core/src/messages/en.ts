import type { Catalogue, JsonType } from './messages.js';

const TYPES: Readonly<Record<JsonType, string>> = {
  string: 'a string',
  number: 'a number',
  integer: 'a whole number',
  boolean: 'true or false',
  object: 'an object',
  array: 'an array',
  null: 'null',
};

export const en: Catalogue = {
  success: () => 'success',
  created: () => 'created',
  jobs_created: ({ count }) => `Created ${counted(count, 'job')}`,
  job_updated: () => 'The job was updated',
  job_deleted: () => 'The job was deleted',
  key_updated: () => 'The API key was updated',
  key_deleted: () => 'The API key was deleted',
  log_deleted: () => 'The log was deleted',
  run_accepted: ({ logId }) => `The run has begun. Its result will be at GET /api/logs/${logId}`,
  webhook_updated: () => 'The webhook was updated',
  webhook_deleted: () => 'The webhook was deleted',
  deliveries_replayed: ({ count }) => `${counted(count, 'delivery', 'deliveries')} will be sent again`,

  job_limit: ({ limit, current }) =>
    `The plan's limit of ${counted(limit, 'job')} is reached. Current jobs: ${current}`,
  batch_limit: ({ requested, limit, current }) =>
    `Creating the ${counted(requested, 'requested job')} would exceed the plan's limit of ${limit}. Current jobs: ${current}`,
  activity_limit: ({ limit, created, deleted }) =>
    `This would exceed the limit of ${counted(limit, 'creation and deletion', 'creations and deletions')} a day. Today: ${created} created, ${deleted} deleted`,
  key_limit: ({ limit, current }) =>
    `The limit of ${counted(limit, 'API key')} is reached. Current API keys: ${current}`,
  key_activity_limit: ({ limit, created, deleted }) =>
    `This would exceed the limit of ${counted(limit, 'creation and deletion', 'creations and deletions')} of API keys a day. Today: ${created} created, ${deleted} deleted`,
  interval_too_short: ({ minimumSeconds, actualSeconds }) =>
    `The shortest interval of this plan is ${duration(minimumSeconds)}. Requested interval: ${duration(actualSeconds)}`,

  beyond_job_limit: ({ limit }) => `Beyond the plan's limit of ${counted(limit, 'job')}: the oldest are disabled first`,
  beyond_key_limit: ({ limit }) => `Beyond the limit of ${counted(limit, 'API key')}: the oldest are disabled first`,
  jobs_disabled: ({ count }) => `Jobs that are disabled: ${count}`,
  api_keys_disabled: ({ count }) => `API keys that are disabled: ${count}`,
  timeouts_lowered: ({ count, maximum }) => `Jobs whose timeout is lowered to ${maximum} ms: ${count}`,
  no_new_jobs: ({ limit, current }) =>
    `No new jobs can be created. The plan's limit: ${limit}, current jobs: ${current}`,
  runs_used_up: ({ limit, current }) =>
    `Further runs of this month are skipped. The plan's limit a month: ${limit}, current: ${current}`,
  self_service_plans_off: () => 'Plans cannot be changed here. Ask the operator of this service',
  email_taken: () => 'This e-mail address is taken',
  field_not_an_email: () => 'is not an e-mail address',
  field_not_a_plan_name: () =>
    'must begin with a capital and have at most 32 capitals, digits and underscores (e.g. TEAM_2)',
  default_plan_missing: ({ plan }) =>
    `The default plan ${plan} (DEFAULT_PLAN) does not exist. Name a plan, or correct the configuration`,

  reason_monthly_runs: ({ limit, current }) =>
    `The limit of ${counted(limit, 'run')} a month is reached. Current: ${current}`,
  reason_service_was_down: () => 'Not run: the service was down when it was due',
  reason_missed_window: ({ windowSeconds }) =>
    `Not run: missed, and older than the ${windowSeconds} seconds that are made up for`,
  reason_paused: ({ until }) => `Not run: the job was paused until ${until}`,
  reason_overlap: ({ logId }) => `Not run: the run before it, ${logId}, had not ended`,
  reason_overlap_queue_full: ({ waiting }) => `Not run: ${waiting} runs were waiting for their turn already`,
  reason_superseded: ({ logId }) => `Cancelled: the later run ${logId} took its place`,
  reason_cron_job_disabled: () => 'Not run: the job was disabled',
  reason_cron_job_deleted: () => 'Not run: the job was deleted',
  reason_cron_job_retargeted: () => 'Not run: the job was changed to create worker jobs instead of calling a URL',
  reason_worker_job_cancelled: () => 'The worker job was cancelled',

  preview_paused: ({ until }) => `Is skipped: the job is paused until ${until}`,
  preview_service_was_down: () => 'Is not made up for: the service is down when it is due',
  preview_missed_window: ({ windowSeconds }) =>
    `Is not made up for: it is older than ${counted(windowSeconds, 'second')} when the service is back`,
  preview_overlap: ({ at }) => `Is skipped: the run due at ${at} has not ended`,
  preview_overlap_queue_full: ({ waiting }) => `Is skipped: ${counted(waiting, 'run')} wait for their turn already`,
  preview_superseded: ({ at }) => `Is cancelled: the run due at ${at} takes its place`,
  preview_dst_gap: () => 'Is left out: the clocks go forward, and this time of day does not exist (dstGap)',
  preview_dst_fold: () => 'Is left out: the clocks go back, and this time of day comes twice (dstFold)',

  unauthorized: () => 'Authentication failed. Send a valid API token',
  too_many_failed_logins: ({ seconds }) =>
    `Authentication failed too often. Try again in ${counted(seconds, 'second')}`,
  rate_limited: ({ limit, seconds }) =>
    `The limit of ${counted(limit, 'request')} a minute is reached. Try again in ${counted(seconds, 'second')}`,
  daily_limit: ({ limit }) => `The limit of ${counted(limit, 'API call')} a day is reached. Try again tomorrow`,
  forbidden: ({ scope }) => `This operation needs the scope ${scope}`,
  scopes_beyond_creator: ({ scopes }) => `A key cannot grant scopes that it does not have itself: ${scopes.join(', ')}`,
  tenants_beyond_creator: ({ tenantIds }) =>
    `A key cannot grant tenants that it does not see itself: ${tenantIds.join(', ')}`,
  tenant_forbidden: ({ tenant }) => `This key may not act for the tenant ${tenant}`,
  not_found: () => 'The requested resource does not exist',
  no_such_route: () => 'This path does not exist',
  method_not_allowed: ({ method, allowed }) => `${method} is not possible on this path. Possible methods: ${allowed}`,
  idempotency_conflict: () => 'This Idempotency-Key was used before with a different request',
  idempotency_gone: () => 'The job created with this Idempotency-Key has been deleted since',
  run_not_final: ({ state }) => `The log of a run that has not ended cannot be deleted (state: ${state})`,
  replay_not_final: ({ state }) => `A run that has not ended cannot be replayed (state: ${state})`,
  replay_job_deleted: () => 'The run cannot be replayed: its job was deleted',
  backfill_disabled: () => 'The job is disabled. Enable it before its runs are made up for',
  backfill_too_many: ({ maximum }) => `there are more than ${maximum} due instants until then. Ask for a shorter span`,
  backfill_past_retention: ({ days }) =>
    `must not lie before the ${counted(days, 'day')} for which this plan keeps logs`,
  test_needs_a_call: () => 'Only the call of a URL can be tried out. Send http as target.kind',
  test_under_way: () => 'Another test of yours is under way. Try again when it has ended',
  tests_full: () => 'Many tests are under way at the moment. Try again shortly',
  too_many_streams: () => 'This API key has too many event streams open. Close those that are not needed',
  streams_full: () => 'No more event streams can be opened at the moment. Try again shortly',
  webhook_exists: () => 'This job has a webhook already. Change it with PATCH /api/webhooks/{jobId}',
  webhook_disabled: () => 'The webhook is disabled. Enable it first',
  delivery_not_ended: () => 'This delivery has not ended: it is pending or being sent',
  too_large: ({ limitBytes }) => `The request body is too large. The limit is ${limitBytes} bytes`,
  unsupported_media_type: () => 'Send Content-Type: application/json (UTF-8)',
  invalid_input: ({ faults, unlisted }) =>
    `The input is not valid. ${faults.map(({ field, message }) => `${field}: ${message}`).join(' / ')}${unlisted > 0 ? ` / and ${unlisted} more` : ''}`,
  internal: ({ requestId }) =>
    `Something went wrong on our side. When you report it, give the request id: ${requestId}`,
  unavailable: () => 'The service is unavailable for the moment. Try again shortly',

  body_missing: () => 'The request has no body. Send JSON',
  body_not_utf8: () => 'The request body is not UTF-8',
  body_not_json: () => 'The request body is not valid JSON',
  body_undecodable: () => 'The request body cannot be read. Check its compression and length',
  body_too_deep: ({ maximum }) => `Nested too deeply. At most ${maximum} levels`,

  field_required: () => 'is required',
  field_wrong_type: ({ expected, received }) => `must be ${TYPES[expected]}, not ${TYPES[received]}`,
  field_one_of: ({ options }) => `must be one of ${options.join(', ')}`,
  field_unknown: () => 'is not a known field',
  field_repeated: () => 'is given more than once',
  field_forbidden_key: () => 'is not allowed as a name',
  field_nul: () => 'must not contain NUL (U+0000)',
  field_lone_surrogate: () => 'contains broken Unicode (a lone surrogate)',
  field_too_short: ({ minimum }) => `must have at least ${counted(minimum, 'character')}`,
  field_too_long: ({ maximum }) => `must have at most ${counted(maximum, 'character')}`,
  field_too_many_bytes: ({ maximum }) => `must have at most ${counted(maximum, 'byte')}`,
  field_too_few_items: ({ minimum }) => `must have at least ${counted(minimum, 'item')}`,
  field_too_many_items: ({ maximum }) => `must have at most ${counted(maximum, 'item')}`,
  field_too_small: ({ minimum }) => `must be at least ${minimum}`,
  field_too_big: ({ maximum }) => `must be at most ${maximum}`,
  field_not_an_instant: () => 'must be an ISO 8601 date and time (e.g. 2025-11-05T09:00:00.000Z)',
  field_not_in_future: () => 'must lie in the future',
  field_not_after: ({ field }) => `must lie after ${field}`,
  outage_too_long: ({ maximum }) => `is too late: more than ${maximum} instants are due until then`,
  field_unchangeable: () => 'cannot change after creation. Create a new one instead',
  field_not_a_label: () => 'must be 1 to 100 letters, digits, -, _, . or :',
  field_not_a_duration: () => 'must be an ISO 8601 duration of weeks, days, hours, minutes and seconds (e.g. PT2M)',
  field_duration_outside: ({ minimum, maximum }) => `must be a duration from ${minimum} to ${maximum}`,
  field_bad_cursor: () => 'is not a cursor. Send the X-Next-Cursor header of an answer as it is',
  field_not_a_whole_number: () => 'must be a whole number',
  field_not_a_finite_number: () => 'is beyond what a number can hold',
  field_invalid: () => 'is not valid',

  url_malformed: () => 'is not a URL (e.g. https://api.example.com/report)',
  url_scheme: () => 'must begin with http:// or https://',
  url_userinfo: () => 'must not contain a user name or password. Use the Authorization header',
  url_not_callable: () =>
    'cannot be called from here: private and local addresses and names are closed, and so are all ports but 80, 443 and most from 1024 on',
  header_name_malformed: () => 'is not a valid header name',
  header_value_control: () => 'must not contain line breaks or other control characters',
  header_value_not_latin1: () => 'must contain Latin-1 characters only',
  header_reserved: () => 'is set or forbidden by Carillon and cannot be chosen',
  header_repeated: () => 'names the same header as another entry (case does not matter)',
  header_mask_without_value: () =>
    'is the mask that answers show in place of a value, and there is no value to keep. Send the value itself',
  body_not_taken: () => 'cannot be sent with GET or DELETE. Set body to null, or use POST, PUT or PATCH',
  unknown_time_zone: ({ value }) => `"${value}" is not an IANA time zone (e.g. Asia/Tokyo)`,
  timeout_above_plan: ({ maximum }) => `must be at most ${maximum} ms on this plan`,
  not_with_worker_job: () => 'is not taken when target.kind is workerJob, since no URL is called. Leave it out',
  statuses_malformed: () => 'must be a status such as 204, or statuses from one to another such as "200-299"',
  statuses_out_of_range: () => 'must be statuses from 100 to 599',
  statuses_reversed: () => 'runs backwards. Write the lower status first, as in "200-299"',
  at_most_once_retried: ({ maxAttempts }) =>
    `atMostOnce makes one attempt and no more, but retry.maxAttempts is ${maxAttempts}. Set it to 1, or use atLeastOnce`,
  max_delay_below_delay: ({ delayMs, maxDelayMs }) =>
    `is ${maxDelayMs} ms and must be at least retry.delayMs, which is ${delayMs} ms`,
  end_not_after_start: ({ startAt, endAt }) => `must lie after startAt (${startAt}), but is ${endAt}`,
  jitter_not_below_interval: ({ jitterSeconds, intervalSeconds }) =>
    `is ${counted(jitterSeconds, 'second')} and must be shorter than the schedule's shortest interval, ${counted(intervalSeconds, 'second')}`,

  console_not_built: () => 'The console is not built here. The API is at /api, its reference at /docs',

  dashboard_off: () =>
    'The dashboard is off. Set OPERATOR_USER and OPERATOR_PASSWORD and restart the API to switch it on',
  dashboard_title: () => 'Carillon queue dashboard',
  dashboard_user: () => 'User',
  dashboard_password: () => 'Password',
  dashboard_sign_in: () => 'Sign in',
  dashboard_wrong: () => 'Wrong user or password',
  dashboard_throttled: ({ seconds }) => `Too many failed attempts. Try again in ${counted(seconds, 'second')}`,
  dashboard_cross_site: () => 'Requests from other sites are not accepted',
};

function counted(count: number, singular: string, plural = `${singular}s`): string {
  return `${count} ${count === 1 ? singular : plural}`;
}

function duration(seconds: number): string {
  return seconds % 60 === 0 ? counted(seconds / 60, 'minute') : counted(seconds, 'second');
}
