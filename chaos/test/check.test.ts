import { describe, expect, test } from '@jest/globals';
import { check } from '../src/check/check.js';
import type { Call, Facts, RunRow } from '../src/check/facts.js';
import { isBad } from '../src/check/finding.js';
import type { AckLine, EditLine } from '../src/records.js';

/** A minute of one job that fires every ten seconds, as it should be; in seconds from its beginning. */
const seconds = (at: number) => 1_700_000_040_000 + at * 1_000;
const JOB = 'job-1';
const runAt = (at: number, fields: Partial<RunRow> = {}): RunRow => ({
  id: `log_${at}`,
  jobId: JOB,
  type: 'AUTO',
  state: 'succeeded',
  scheduledFor: seconds(at),
  startedAt: seconds(at) + 5,
  attempt: 1,
  status: 200,
  body: `log_${at}:${fields.attempt ?? 1}`,
  ...fields,
});
const callAt = (at: number, fields: Partial<Call> = {}): Call => ({
  runId: `log_${at}`,
  attempt: 1,
  jobId: JOB,
  version: 0,
  scheduledFor: seconds(at),
  pid: 11,
  at: seconds(at) + 10,
  endedAt: seconds(at) + 20,
  status: 200,
  ...fields,
});
const created: AckLine = {
  kind: 'created',
  jobId: JOB,
  name: 'one',
  period: 10,
  sentAt: seconds(0) + 1,
  at: seconds(0) + 9,
};
const edit = (fields: Partial<EditLine>): EditLine => ({
  kind: 'edit',
  verb: 'pause',
  jobId: JOB,
  period: 10,
  version: 0,
  enabled: false,
  sentAt: seconds(61),
  at: seconds(61) + 10,
  ...fields,
});
const INSTANTS = [10, 20, 30, 40, 50, 60];
const sound = (): Facts => ({
  acks: [created, edit({})],
  calls: INSTANTS.map((at) => callAt(at)),
  disturbances: [],
  exits: [],
  commits: [],
  runs: INSTANTS.map((at) => runAt(at)),
  jobs: [{ id: JOB, name: 'one', url: 'http://x/0', schedule: '*/10 * * * * *', enabled: false, runCount: 6 }],
  workerJobs: [],
  bookings: [{ what: 'runs of the month', booked: 6, counted: 6 }],
  openBatches: 0,
  closedAt: seconds(60) + 500,
});
const faultsOf = (facts: Facts) =>
  check(facts)
    .filter(isBad)
    .map(({ what }) => what);
const withRuns = (change: (runs: RunRow[]) => RunRow[]): Facts => ({ ...sound(), runs: change(sound().runs) });
const withAcks = (...more: AckLine[]): Facts => ({ ...sound(), acks: [...sound().acks, ...more] });
const job = sound().jobs[0];
if (job === undefined) throw new Error('no job');

test('a sound run has no fault', () => {
  expect(faultsOf(sound())).toEqual([]);
});

describe('firings', () => {
  test.each<[string, Facts]>([
    ['due instants absent from the ledger', { ...withRuns((runs) => runs.slice(1)), calls: sound().calls.slice(1) }],
    [
      'ledger rows at instants that no schedule had',
      withRuns((runs) => [...runs, runAt(63, { state: 'missed', attempt: 0, startedAt: null })]),
    ],
    [
      'due instants entered twice',
      withRuns((runs) => [...runs, { ...runAt(10), id: 'log_x', state: 'missed', attempt: 0, startedAt: null }]),
    ],
    [
      'runs started before they were due',
      withRuns((runs) => [runAt(10, { startedAt: seconds(10) - 1 }), ...runs.slice(1)]),
    ],
    ['runs that did not end', withRuns((runs) => [runAt(10, { state: 'queued', attempt: 0 }), ...runs.slice(1)])],
  ])('%s', (what, facts) => expect(faultsOf(facts)).toEqual([what]));

  test('an instant that is due as its job is paused may be there or not; one long before it must', () => {
    const pausedAt = (at: number) => [created, edit({ sentAt: seconds(at), at: seconds(at) + 50 })];
    const upTo = (at: number): Facts => ({
      ...sound(),
      acks: pausedAt(41),
      runs: sound().runs.filter((run) => run.scheduledFor <= seconds(at)),
      calls: sound().calls.filter((call) => call.scheduledFor <= seconds(at)),
    });
    expect(faultsOf(upTo(40))).toEqual([]);
    expect(faultsOf(upTo(30))).toEqual([]);
    expect(faultsOf(upTo(0))).toEqual(['due instants absent from the ledger']);
    expect(faultsOf(upTo(50))).toEqual([
      'ledger rows at instants that no schedule had',
      'calls of jobs whose pause or deletion was acknowledged',
    ]);
  });
});

describe('calls', () => {
  const again = (fields: Partial<Call>, row: Partial<RunRow> = { attempt: 2 }): Facts => ({
    ...withRuns((runs) => [runAt(10, row), ...runs.slice(1)]),
    calls: [
      ...sound().calls,
      callAt(10, { attempt: 2, pid: 12, at: seconds(25), endedAt: seconds(25) + 5, ...fields }),
    ],
  });
  const disturbed = (facts: Facts, kind: 'kill' | 'freeze', from: number, to: number): Facts => ({
    ...facts,
    disturbances: [{ kind, name: 'worker-1', pid: 11, from: seconds(from), to: seconds(to) }],
  });

  test('a repeat is accounted for by what was done to the process that called first, and by nothing else', () => {
    const unexplained = ['repeated calls without a cause'];
    expect(faultsOf(again({}))).toEqual(unexplained);
    expect(faultsOf(disturbed(again({}), 'kill', 10.015, 12))).toEqual([]);
    expect(faultsOf(disturbed(again({}), 'kill', 12, 13))).toEqual(unexplained);
    expect(faultsOf(disturbed(again({}), 'freeze', 10.015, 24))).toEqual([]);
    expect(faultsOf(disturbed(again({}), 'freeze', 10.015, 13))).toEqual(unexplained);
  });

  test('an outcome may take as long to write as the machine needed for a row', () => {
    const slow = (ms: number) => [{ kind: 'commit', ms, at: seconds(11) } as const];
    const killed = disturbed(again({}), 'kill', 12, 13);
    expect(faultsOf({ ...killed, commits: slow(800) })).toEqual([]);
    expect(faultsOf({ ...killed, commits: slow(100) })).toEqual(['repeated calls without a cause']);
  });

  test('two calls of one attempt have no excuse', () => {
    const twice = again({ attempt: 1 }, { attempt: 1 });
    expect(faultsOf(disturbed(twice, 'kill', 10.015, 12))).toEqual(['repeated calls without a cause']);
  });

  test('a result of an attempt that another had followed is stale', () => {
    const stale = disturbed(again({}, { attempt: 1 }), 'freeze', 10.015, 24);
    expect(faultsOf(stale)).toEqual(['results taken from an attempt that was not the last']);
  });

  test.each<[string, Facts]>([
    [
      'calls without a ledger row',
      { ...sound(), calls: [...sound().calls, callAt(10, { runId: 'log_x', jobId: 'x' })] },
    ],
    [
      'successes that the target knows nothing of',
      { ...sound(), calls: [callAt(10, { status: null }), ...sound().calls.slice(1)] },
    ],
  ])('%s', (what, facts) => expect(faultsOf(facts)).toEqual([what]));
});

describe('what was acknowledged', () => {
  test.each<[string, Facts]>([
    ['cron jobs lost', { ...sound(), jobs: [] }],
    ['cron jobs that are not as they were acknowledged', { ...sound(), jobs: [{ ...job, enabled: true }] }],
    ['cron jobs that came back after their deletion', withAcks(edit({ verb: 'delete', sentAt: seconds(62) }))],
    ['cron jobs made twice for one idempotency key', { ...sound(), jobs: [job, { ...job, id: 'job-2' }] }],
    ['manual runs lost', withAcks({ kind: 'executed', jobId: JOB, runId: 'log_gone', at: seconds(1) })],
    ['worker jobs lost', withAcks({ kind: 'made', key: 'k', name: 'n', at: seconds(1) })],
    ['bookings that are not what they count', { ...sound(), bookings: [{ what: 'runs', booked: 5, counted: 6 }] }],
  ])('%s', (what, facts) => expect(faultsOf(facts)).toEqual([what]));
});

describe('worker jobs', () => {
  const activated = (activationId: string, from: number): AckLine => ({
    kind: 'activated',
    key: 'k',
    activationId,
    deadline: seconds(from + 5),
    at: seconds(from),
  });
  const completed = (activationId: string, at: number): AckLine => ({
    ...{ kind: 'reported', verb: 'complete', key: 'k', activationId, outcome: 'accepted' },
    ...{ doubtful: false, reason: null, at: seconds(at) },
  });
  const withJob = (state: string, ...acks: AckLine[]): Facts => ({
    ...withAcks({ kind: 'made', key: 'k', name: 'n', at: seconds(1) }, ...acks),
    workerJobs: [{ key: 'k', name: 'n', state, activationId: 'b' }],
  });

  test.each<[string, Facts]>([
    ['worker jobs that did not end', withJob('ACTIVE', activated('b', 2))],
    ['worker jobs completed twice', withJob('COMPLETED', completed('b', 3), completed('b', 4))],
    ['completions accepted from an activation that was not the last', withJob('COMPLETED', completed('a', 9))],
    ['worker jobs handed out while somebody held them', withJob('COMPLETED', activated('a', 2), activated('b', 4))],
  ])('%s', (what, facts) => expect(faultsOf(facts)).toEqual([what]));

  test('a lease that Postgres forgot in a crash is nobody’s any more', () => {
    const twice = withJob('COMPLETED', activated('a', 2), activated('b', 4), completed('b', 5));
    const crash = { kind: 'postgres-restart', name: '', pid: 0, from: seconds(2), to: seconds(3) } as const;
    expect(faultsOf({ ...twice, disturbances: [crash] })).toEqual([]);
    expect(faultsOf({ ...twice, disturbances: [{ ...crash, from: seconds(3.5), to: seconds(3.7) }] })).toEqual([
      'worker jobs handed out while somebody held them',
    ]);
  });

  test('a job is handed out again after its lease, and refused reports are no fault', () => {
    expect(faultsOf(withJob('COMPLETED', activated('a', 2), activated('b', 8), completed('b', 9)))).toEqual([]);
  });
});
