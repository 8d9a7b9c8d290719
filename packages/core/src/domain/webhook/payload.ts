import { formatDeliveryId, formatRunId } from '../ids.js';
import type { CallError } from '../run/outcome.js';
import type { RunState, RunType } from '../run/states.js';
import type { DeliveryEvent } from './events.js';

/** The cron job as a payload shows it. */
export interface ToldJob {
  id: string;
  name: string;
  url: string | null;
  method: string | null;
  schedule: string;
  timezone: string;
  enabled: boolean;
  tags: readonly string[];
}

/** The run as the ledger has it. */
export interface ToldRun {
  state: RunState;
  type: RunType;
  status: number;
  responseHeaders: Record<string, string> | null;
  responseBody: string | null;
  truncated: boolean;
  startedAt: Date | null;
  finishedAt: Date | null;
  durationMs: number | null;
  attempt: number;
  error: CallError | null;
  /** Why it was not carried out. */
  reason: { code: string; message: string } | null;
}

export interface PayloadFacts {
  deliveryId: string;
  webhookId: string;
  event: DeliveryEvent;
  runId: string;
  scheduledFor: Date;
  job: ToldJob;
  /** Null when its log was deleted before the first attempt; a test has never had one. */
  run: ToldRun | null;
  sendAt: Date;
}

/** The exact text that is sent, on every attempt and replay. */
export function buildPayload(facts: PayloadFacts): string {
  const { id, name, url, method, schedule, timezone, enabled, tags } = facts.job;
  return JSON.stringify({
    id: formatDeliveryId(facts.deliveryId),
    event: facts.event,
    job: { id, name, url, method, schedule, timezone, enabled, tags },
    result: {
      id: formatRunId(facts.runId),
      status: statusOf(facts),
      ...(facts.run === null ? withoutLog(facts.event) : resultOf(facts.run)),
      scheduledFor: facts.scheduledFor.toISOString(),
    },
    webhook: { id: facts.webhookId, sendAt: facts.sendAt.toISOString() },
  });
}

type ResultStatus = 'success' | 'failure' | 'skipped';

const STATUS_OF_EVENT: Readonly<Record<DeliveryEvent, ResultStatus>> = {
  success: 'success',
  recovered: 'success',
  failure: 'failure',
  disabled: 'failure',
  skipped: 'skipped',
  test: 'success',
};

/** By the event: it is what came true, whatever has become of the log since. */
const statusOf = ({ event }: PayloadFacts): ResultStatus => STATUS_OF_EVENT[event];

function resultOf(run: ToldRun) {
  return {
    code: run.status,
    response: { headers: run.responseHeaders ?? {}, body: run.responseBody, truncated: run.truncated },
    startedAt: run.startedAt?.toISOString() ?? null,
    finishedAt: run.finishedAt?.toISOString() ?? null,
    durationMs: run.durationMs,
    trigger: run.type,
    attempt: run.attempt,
    error: run.error,
    reason: run.reason,
    logDeleted: false,
  };
}

function withoutLog(event: DeliveryEvent) {
  return {
    code: 0,
    response: { headers: {}, body: null, truncated: false },
    startedAt: null,
    finishedAt: null,
    durationMs: null,
    trigger: event === 'test' ? 'MANUAL' : null,
    attempt: 0,
    error: null,
    reason: null,
    logDeleted: event !== 'test',
  };
}
