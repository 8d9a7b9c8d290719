import { setTimeout as delay } from 'node:timers/promises';
import type { CarillonClient } from '../create-client.js';
import { CarillonError } from '../errors.js';
import { backoffMs, isPassing } from '../http/retry.js';
import { reportOfRefusal, type Report } from './decide-report.js';
import type { ActivatedJob } from './job.js';

export interface Delivery {
  client: CarillonClient;
  job: ActivatedJob;
  /** Until when it is tried, on the clock of `performance.now()`; once it is tried in any case. */
  endsAt: number;
  onError: (error: unknown) => void;
}

const PAUSES = { firstMs: 250, longestMs: 5_000 };
/** A server that hangs is asked again after this. */
const ATTEMPT_MS = 10_000;

/** Tells the API how a job ended, again and again while the server is away; what cannot be told goes to `onError`. */
export async function deliverReport(report: Report, delivery: Delivery): Promise<void> {
  try {
    await deliver(report, delivery);
  } catch (error) {
    delivery.onError(error);
    const refusal = report.kind === 'fail' ? null : refusalOf(error);
    if (refusal !== null) await deliver(reportOfRefusal(refusal), delivery).catch(delivery.onError);
  }
}

/** Resolves when the API has it, or when it is known to have had it. */
async function deliver(report: Report, { client, job, endsAt, onError }: Delivery): Promise<void> {
  let mayHaveArrived = false;
  for (let failures = 1; ; failures++) {
    try {
      return void (await tell(client, job, report));
    } catch (error) {
      // The answer to an earlier try was lost, and that try was the one that counted.
      if (mayHaveArrived && error instanceof CarillonError && error.status === 409) return;
      const pauseMs = error instanceof CarillonError ? pauseFor(error, failures) : null;
      if (pauseMs === null || performance.now() + pauseMs >= endsAt) throw error;
      mayHaveArrived ||= (error as CarillonError).status !== 429;
      onError(error);
      await delay(pauseMs);
    }
  }
}

function pauseFor(error: CarillonError, failures: number): number | null {
  if (!isPassing(error)) return null;
  return Math.max(error.retryAfterMs ?? 0, backoffMs(failures, PAUSES, Math.random()));
}

/** One try. The activation id keeps a worker that has lost the job from ending somebody else's activation of it. */
function tell(client: CarillonClient, { key, activation_id }: ActivatedJob, report: Report): Promise<unknown> {
  const path = { key };
  const options = { timeoutMs: ATTEMPT_MS };
  switch (report.kind) {
    case 'complete':
      return client.completeWorkerJob({ path, body: { variables: report.variables, activation_id } }, options);
    case 'fail': {
      const { message: error_message, backoff, retries } = report;
      const wish = {
        ...(backoff !== undefined && { backoff_duration: backoff }),
        ...(retries !== undefined && { retries }),
      };
      return client.failWorkerJob({ path, body: { error_message, activation_id, ...wish } }, options);
    }
    case 'throw_error': {
      const { code: error_code, message: error_message, variables } = report;
      return client.throwWorkerJobError(
        { path, body: { error_code, error_message, variables, activation_id } },
        options,
      );
    }
  }
}

/** Why the API does not take a result, or JSON cannot say it (a circular object, a bigint); null when that is not why. */
function refusalOf(error: unknown): string | null {
  if (!(error instanceof CarillonError)) return error instanceof Error ? error.message : String(error);
  return error.status === 400 || error.status === 413 ? error.message : null;
}
