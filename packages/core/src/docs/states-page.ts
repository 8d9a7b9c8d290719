import { FINAL_RUN_STATES, RUN_MOVES, type RunMove } from '../domain/run/states.js';
import { DELIVERY_MOVES, FINAL_DELIVERY_STATES, type DeliveryMove } from '../domain/webhook/delivery.js';
import { FINAL_WORKER_JOB_STATES, WORKER_JOB_MOVES, type WorkerJobMove } from '../domain/worker-job/states.js';

/** What each move is, in a sentence; a move without one does not compile. */
const RUN_MEANING: Record<RunMove, string> = {
  queue: 'a due instant is claimed, or somebody asks for a run by hand',
  skip: 'a limit, a pause or the run before it prevents the run; the ledger row says which',
  miss: 'the service was down when the instant was due, and the policy does not make up for it',
  start: 'a worker takes the run under a lease',
  succeed: 'the target answered with a success, or the worker job of the run was completed',
  fail: 'the call failed, the run lost its worker too often, or its worker job stands still with an incident',
  retry: 'the attempt failed, and the retry policy has another for it',
  requeue: 'the next attempt is due',
  rescue:
    'the lease ran out: the worker is gone, the run is the next attempt; or its worker job waits for its next attempt',
  handOver:
    'the worker ends: what it has not called stays on its attempt, a call that was cut short is the next attempt',
  cancel:
    'the cron job was disabled, deleted or retargeted before the run started; its worker job was cancelled; or a later run takes its place',
};

const WORKER_JOB_MEANING: Record<WorkerJobMove, string> = {
  create: 'somebody makes the job, or a cron job does',
  activate: 'a worker takes the job under a lease',
  complete: 'the latest activation reports success, in time or after its lease was taken back',
  failAndRetry: 'the latest activation reports a failure, and retries remain: available again after the back-off',
  fail: 'the latest activation reports a failure, and no retries remain: an incident',
  throwError: 'the latest activation reports a business error: an incident',
  offerAgain: 'the lease ran out, or the answer did not reach the worker; no attempt has failed so far',
  offerRetryAgain: 'the same, for a job that an attempt has failed',
  giveUp: 'the lease ran out for the tenth time: an incident',
  cancel: 'somebody cancels the job; one that stands still only while its incident is open',
  retry: 'somebody resolves the incident by another try',
};

const DELIVERY_MEANING: Record<DeliveryMove, string> = {
  enter: 'something came true that a webhook is to be told, in the same transaction; or somebody asks for a test',
  send: 'a worker takes the delivery from the queue under a lease',
  deliver: 'the receiver answered with a 2xx',
  retry: 'the attempt failed, or its worker was lost, and the schedule has another',
  giveUp: 'the last attempt failed, the receiver said 410, or the webhook was disabled for a day',
  replay: 'somebody wants it sent again: the same text under the same id',
};

interface Move {
  from: readonly (string | null)[];
  to: string;
}

/** The page `docs/states.md`: the state machines as diagrams and tables, made from the tables the code uses. */
export function statesPage(): string {
  return [
    '# States',
    '',
    'Generated from `states.ts` in `packages/core/src/domain/run` and `worker-job`, and `delivery.ts` in `webhook`, by',
    '`npm run generate`; do not edit.',
    '',
    ...machine('Run', RUN_MOVES, RUN_MEANING, FINAL_RUN_STATES),
    ...machine('Worker job', WORKER_JOB_MOVES, WORKER_JOB_MEANING, FINAL_WORKER_JOB_STATES),
    'A job whose lease was taken back is CREATED or FAILED_RETRYABLE, and its activation may still report until another',
    'worker has the job; that is what `complete`, `fail` and `throwError` from those states are.',
    '',
    ...machine('Webhook delivery', DELIVERY_MOVES, DELIVERY_MEANING, FINAL_DELIVERY_STATES),
    'Every write names the state it leaves and tells whether it won; losing means that somebody else was first.',
    '',
  ].join('\n');
}

function machine<Name extends string>(
  title: string,
  table: Record<Name, Move>,
  meaning: Record<Name, string>,
  finals: readonly string[],
): string[] {
  const moves = Object.entries(table) as [Name, Move][];
  const arrows = moves.flatMap(([move, { from, to }]) => from.map((state) => `  ${state ?? '[*]'} --> ${to}: ${move}`));
  const rows = moves.map(
    ([move, { from, to }]) =>
      `| ${move} | ${from.map((state) => state ?? '(born)').join(', ')} | ${to} | ${meaning[move]} |`,
  );
  return [
    `## ${title}`,
    '',
    '```mermaid',
    'stateDiagram-v2',
    ...arrows,
    ...finals.map((state) => `  ${state} --> [*]`),
    '```',
    '',
    '| move | from | to | when |',
    '|---|---|---|---|',
    ...rows,
    '',
  ];
}
