import { LONGEST_TEST_MS, MAX_TESTS, type TargetTestOutcome } from '@carillon/core/engine/target-tester';
import { sentence } from '@carillon/core/messages/say';
import { defineRoute } from '../../http/define-route.js';
import { invalidInput, notFound, Problem, unauthorized } from '../../http/problem.js';
import { jobTest as draft, jobTestResult as example } from '../../openapi/overview-examples.js';
import { jobTest, jobTestResult } from '../../schemas/job-test.js';
import { cronSurface } from '../../surfaces/cron.js';
import { checkEgress } from './check-egress.js';

/** When somebody whose test found no place may try again. */
const RETRY_AFTER_SECONDS = 2;

export const testJob = defineRoute(
  {
    surface: cronSurface,
    method: 'post',
    path: '/api/jobs/test',
    operationId: 'testJob',
    summary: '保存前の呼び出しのテスト',
    description: `Performs the call of a draft once, at once, as a run would: the same headers and \`X-Carillon-Test: true\`, the same rules for addresses, and a deadline of ${LONGEST_TEST_MS / 1_000} s at most. \`Carillon-Job-Id\` is all zeros where there is no job yet. It is in no log, but counts against the monthly limit as a run. One at a time, and ${MAX_TESTS} in all of a process.`,
    tags: ['Jobs'],
    scope: 'write:jobs',
    patienceMs: () => LONGEST_TEST_MS,
    body: { schema: jobTest, example: draft },
    status: 200,
    response: jobTestResult,
    example,
    errors: ['egress_denied', 'plan_limit', 'not_found'],
  },
  async ({ body, principal, actor, caller, deps }) => {
    checkEgress(deps, body.url);
    const { jobId = null, followRedirects, successStatus, ...call } = body;
    const outcome = await deps.targetTester.test({
      ...call,
      userId: principal.userId,
      cronJobId: jobId,
      followRedirects: followRedirects ?? 0,
      successStatus: successStatus ?? null,
      actor,
      gone: caller.gone(),
    });
    if (outcome.kind !== 'tested') throw refusal(outcome);
    return { data: { successful: outcome.successful, ...outcome.result } };
  },
);

function refusal(outcome: Exclude<TargetTestOutcome, { kind: 'tested' }>): Problem {
  switch (outcome.kind) {
    case 'not_found':
      return notFound();
    case 'user_busy':
    case 'process_busy':
      return new Problem('rate_limited', sentence(outcome.kind === 'user_busy' ? 'test_under_way' : 'tests_full'), {
        headers: { 'Retry-After': String(RETRY_AFTER_SECONDS) },
      });
    case 'masks_without_value':
      return invalidInput(
        outcome.names.map((name) => ({ path: ['headers', name], say: sentence('header_mask_without_value') })),
      );
    case 'headers_too_large':
      return invalidInput([{ path: ['headers'], say: sentence('field_too_many_bytes', outcome) }]);
    case 'timeout_above_plan':
      return invalidInput([{ path: ['timeoutMs'], say: sentence('timeout_above_plan', outcome) }]);
    case 'monthly_runs': {
      const { kind, limit, current } = outcome;
      return new Problem('plan_limit', sentence('reason_monthly_runs', outcome), {
        details: () => ({ kind, limit, current }),
      });
    }
    case 'no_such_user':
      // The account was deleted and its credential is remembered for some seconds yet.
      return unauthorized();
  }
}
