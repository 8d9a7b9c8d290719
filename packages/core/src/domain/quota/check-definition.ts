import { checkPolicy, type PolicyProblem } from '../policy/check-policy.js';
import type { PolicyChoices } from '../policy/run-policy.js';
import type { ScheduleProblem } from '../schedule/schedule-problem.js';
import { shortestInterval } from '../schedule/shortest-interval.js';
import { checkKind, type KindProblem } from '../target/check-kind.js';
import type { CronTarget } from '../target/cron-target.js';
import { takesBody, type Method } from '../target/method.js';
import { allowsSeconds, FIGURE_BOUNDS, type Plan } from './plan.js';
import { readSchedule } from './read-schedule.js';

/** The parts of a cron job that depend on each other or on the plan. */
export interface Definition {
  target: CronTarget | null;
  url: string | null;
  method: Method | null;
  headers: Record<string, string> | null;
  body: string | null;
  schedule: string;
  timeoutMs: number;
  policy: PolicyChoices | null;
}

export type DefinitionProblem =
  | { field: 'schedule'; code: 'schedule'; problem: ScheduleProblem }
  | KindProblem
  | PolicyProblem
  | { field: 'body'; code: 'body_not_taken' }
  | { field: 'timeoutMs'; code: 'timeout_above_plan'; maximum: number };

/** What of a definition has to be held against the plan again; a job may outlive a downgrade until it is touched. */
export interface DefinitionChecks {
  schedule: boolean;
  timeout: boolean;
}

export interface IntervalRefusal {
  kind: 'interval_too_short';
  minimumSeconds: number;
  actualSeconds: number;
}

/** A body is refused where the method sends none; on its own because it needs no plan. */
export function checkBody(method: Method, body: string | null): DefinitionProblem | null {
  return typeof body !== 'string' || takesBody(method) ? null : { field: 'body', code: 'body_not_taken' };
}

/** Everything that is wrong with a definition under a plan; empty when nothing is. */
export function checkDefinition(
  definition: Definition,
  plan: Plan,
  checks: DefinitionChecks = { schedule: true, timeout: true },
): DefinitionProblem[] {
  const { target, url, method, headers, timeoutMs, policy } = definition;
  const body = method === null ? null : checkBody(method, definition.body);
  const schedule = checks.schedule ? checkSchedule(definition.schedule, plan) : null;
  // The timeout is a call's; where none is made it only has its default.
  const tooLong = checks.timeout && target === null && timeoutMs > plan.maxTimeoutMs;
  return [
    ...(schedule === null ? [] : [schedule]),
    ...checkKind({ ...policy, target, url, method, headers, body: definition.body }),
    ...(body === null ? [] : [body]),
    ...(tooLong ? [{ field: 'timeoutMs', code: 'timeout_above_plan', maximum: plan.maxTimeoutMs } as const] : []),
    ...checkPolicy(policy, (enough) => intervalOf(definition.schedule, enough)),
  ];
}

/**
 * The shortest distance between two firings, in seconds; exact below `enough`, which is the longest interval that a plan
 * can ask for unless said. An expression that does not parse never fires: it is `checkDefinition`'s to refuse.
 */
export function intervalOf(expression: string, enough: number = FIGURE_BOUNDS.minIntervalSeconds.max): number {
  const parsed = readSchedule(expression, { allowSeconds: true });
  return parsed.ok ? shortestInterval(parsed.schedule, enough) : Infinity;
}

/** Holds the shortest distance between two firings against the plan's; null when it is long enough. */
export function refuseInterval(expression: string, plan: Plan): IntervalRefusal | null {
  const actualSeconds = intervalOf(expression);
  if (actualSeconds >= plan.minIntervalSeconds) return null;
  return { kind: 'interval_too_short', minimumSeconds: plan.minIntervalSeconds, actualSeconds };
}

/** An expression that the plan does not take, or nobody does. */
export function checkSchedule(expression: string, plan: Plan): DefinitionProblem | null {
  const parsed = readSchedule(expression, { allowSeconds: allowsSeconds(plan) });
  return parsed.ok ? null : { field: 'schedule', code: 'schedule', problem: parsed.problem };
}
