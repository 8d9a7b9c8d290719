import type { DefinitionProblem, IntervalRefusal } from '@carillon/core/domain/quota/check-definition';
import type { At, CreateCronJobsOutcome } from '@carillon/core/engine/create-cron-jobs';
import { MAX_OUTAGE_INSTANTS } from '@carillon/core/engine/preview-firings';
import type { UpdateCronJobOutcome } from '@carillon/core/engine/update-cron-job';
import { describeProblem } from '@carillon/core/domain/schedule/describe-problem';
import { sentence, type Sentence } from '@carillon/core/messages/say';
import { invalidInput, notFound, Problem, unauthorized } from '../../http/problem.js';

type CreationRefused = Exclude<CreateCronJobsOutcome, { kind: 'created' | 'replayed' }>;
type UpdateRefused = Exclude<UpdateCronJobOutcome, { kind: 'updated' }>;

/** Turns a refusal of new cron jobs into a problem. A single job's fields are named without an index. */
export function creationProblem(outcome: CreationRefused, shape: 'single' | 'batch'): Problem {
  const pathTo = (at: At, field: string) => (shape === 'single' ? [field] : [at.index, field]);
  switch (outcome.kind) {
    case 'job_limit':
      return planLimit(sentence('job_limit', outcome), outcome);
    case 'batch_limit':
      return planLimit(sentence('batch_limit', outcome), outcome);
    case 'activity_limit':
      return planLimit(sentence('activity_limit', outcome), outcome);
    case 'intervals_too_short':
      if (shape === 'single') return intervalProblem(outcome.refusals[0]);
      return invalidInput(
        outcome.refusals.map((at) => ({ path: pathTo(at, 'schedule'), say: sentence('interval_too_short', at) })),
      );
    case 'invalid':
      return invalidInput(outcome.problems.map((at) => ({ path: pathTo(at, at.field), say: describeDefinition(at) })));
    case 'idempotency_conflict':
      return new Problem('idempotency_conflict', sentence('idempotency_conflict'));
    case 'idempotency_gone':
      return new Problem('idempotency_conflict', sentence('idempotency_gone'));
    case 'no_such_user':
      // The account was deleted and its credential is remembered for some seconds yet.
      return unauthorized();
  }
}

/** Turns a refused change into a problem. */
export function updateProblem(outcome: UpdateRefused): Problem {
  switch (outcome.kind) {
    case 'not_found':
      return notFound();
    case 'interval_too_short':
      return intervalProblem(outcome);
    case 'job_limit':
      return planLimit(sentence('job_limit', outcome), outcome);
    case 'masks_without_value':
      return invalidInput(
        outcome.names.map((name) => ({ path: ['headers', name], say: sentence('header_mask_without_value') })),
      );
    case 'headers_too_large':
      return invalidInput([{ path: ['headers'], say: sentence('field_too_many_bytes', outcome) }]);
    case 'invalid':
      return definitionProblem(outcome.problems);
  }
}

/** Turns what is wrong with one definition into a problem. */
export function definitionProblem(problems: readonly DefinitionProblem[]): Problem {
  return invalidInput(problems.map((problem) => ({ path: [problem.field], say: describeDefinition(problem) })));
}

/** An outage with more instants than are shown. */
export function outageTooLong(): Problem {
  return invalidInput([{ path: ['to'], say: sentence('outage_too_long', { maximum: MAX_OUTAGE_INSTANTS }) }]);
}

function intervalProblem(refusal: IntervalRefusal | undefined): Problem {
  if (refusal === undefined) throw new Error('A refusal for the interval names no job');
  const { kind, minimumSeconds, actualSeconds } = refusal;
  return planLimit(sentence('interval_too_short', refusal), { kind, minimumSeconds, actualSeconds });
}

function planLimit(say: Sentence, details: object): Problem {
  return new Problem('plan_limit', say, { details: () => details });
}

function describeDefinition(problem: DefinitionProblem): Sentence {
  switch (problem.code) {
    case 'schedule':
      return (language) => describeProblem(problem.problem, language);
    case 'required':
      return sentence('field_required');
    case 'not_with_worker_job':
      return sentence('not_with_worker_job');
    case 'body_not_taken':
      return sentence('body_not_taken');
    case 'timeout_above_plan':
      return sentence('timeout_above_plan', problem);
    case 'at_most_once_retried':
      return sentence('at_most_once_retried', problem);
    case 'max_delay_below_delay':
      return sentence('max_delay_below_delay', problem);
    case 'end_not_after_start':
      return sentence('end_not_after_start', problem);
    case 'jitter_not_below_interval':
      return sentence('jitter_not_below_interval', problem);
  }
}
