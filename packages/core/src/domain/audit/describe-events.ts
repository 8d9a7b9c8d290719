import { POLICY_FIELDS } from '../policy/choose-policy.js';
import type { PolicyChoices } from '../policy/run-policy.js';
import { showPolicy, type ShownPolicy } from '../policy/show-policy.js';
import type { CronTarget } from '../target/cron-target.js';
import { describeChange, type Shown } from './describe-change.js';

/** What was done and what is told of it; whose resource and by whom is added where it is written. */
export interface AuditNote {
  action: string;
  details: Record<string, unknown>;
}

/** Switching on and off are actions of their own, so that they can be looked for. */
interface Switchable {
  name: string;
  enabled: boolean;
}

/**
 * What of a cron job an audit event tells in values. Headers, body and variables are secrets, and so are parts of URLs.
 */
interface AuditedCronJob extends Switchable {
  target: CronTarget | null;
  url: string | null;
  method: string | null;
  schedule: string;
  timezone: string;
  timeoutMs: number;
  dstGap: string;
  dstFold: string;
  tags: readonly string[];
  policy: PolicyChoices | null;
}

const asIs = (value: unknown): unknown => value;

const SHOWN_OF_CRON_JOB: Shown<AuditedCronJob & ShownPolicy> = {
  ...Object.fromEntries(POLICY_FIELDS.map((field) => [field, asIs])),
  name: asIs,
  target: withoutVariables,
  url: originOf,
  method: asIs,
  schedule: asIs,
  timezone: asIs,
  timeoutMs: asIs,
  dstGap: asIs,
  dstFold: asIs,
  tags: asIs,
};

/** Paths and queries hold credentials, as webhook addresses do. */
function originOf(url: string | null): string | null {
  return url === null ? null : new URL(url).origin;
}

function withoutVariables(target: CronTarget | null): Omit<CronTarget, 'variables'> | null {
  if (target === null) return null;
  const { kind, tenantId, type, retries, timeoutMs } = target;
  return { kind, tenantId, type, retries, timeoutMs };
}

/** The event of a new cron job. */
export function noteCronJobCreated(job: AuditedCronJob): AuditNote {
  const { name, method, schedule, timezone, enabled } = job;
  const target = job.target === null ? { url: originOf(job.url), method } : { target: withoutVariables(job.target) };
  return { action: 'cron_job.created', details: { name, ...target, schedule, timezone, enabled } };
}

/** The event of a call that was tried out. */
export function noteTargetTested({ url, method }: { url: string; method: string }): AuditNote {
  return { action: 'cron_job.tested', details: { url: originOf(url), method } };
}

/** The events of a changed cron job, none when nothing is different. */
export function noteCronJobChanged<T extends AuditedCronJob>(
  before: T,
  after: T,
  fields: readonly (keyof T & string)[],
): AuditNote[] {
  // A policy is told field by field, as it is sent.
  const told = fields.flatMap<keyof (T & ShownPolicy) & string>((field) =>
    field === 'policy' ? POLICY_FIELDS : [field],
  );
  const shown = SHOWN_OF_CRON_JOB as Shown<T & ShownPolicy>;
  return noteChanged('cron_job', withPolicy(before), withPolicy(after), told, shown);
}

function withPolicy<T extends AuditedCronJob>(job: T): T & ShownPolicy {
  return { ...job, ...showPolicy(job.policy) };
}

/** The events of a changed API key, none when nothing is different. */
export function noteApiKeyChanged(before: Switchable, after: Switchable): AuditNote[] {
  return noteChanged('api_key', before, after, ['name', 'enabled'], { name: asIs });
}

function noteChanged<T extends Switchable>(
  kind: 'cron_job' | 'api_key',
  before: T,
  after: T,
  fields: readonly (keyof T & string)[],
  shown: Shown<T>,
): AuditNote[] {
  const { name } = after;
  const change = describeChange(
    before,
    after,
    fields.filter((field) => field !== 'enabled'),
    shown,
  );
  const updated = { action: `${kind}.updated`, details: { name, ...change } };
  const switched = { action: `${kind}.${after.enabled ? 'enabled' : 'disabled'}`, details: { name } };
  return [...(change.fields.length > 0 ? [updated] : []), ...(before.enabled === after.enabled ? [] : [switched])];
}
