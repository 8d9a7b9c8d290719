import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { stableOffset } from '@carillon/core/domain/policy/stable-offset';
import { DRAFT, startApi, type Answer, type TestApi } from './support/start-api.js';

/** What a job is going to do, and what it would have done. */

let api: TestApi;
let token: string;
beforeAll(async () => {
  api = await startApi();
  ({ token } = await api.user('UNLIMITED'));
}, 60_000);
afterAll(() => api.close());

const NY = { schedule: '30 2 * * *', timezone: 'America/New_York' };
const preview = (draft: object, query: string, headers = {}) =>
  api.call(token, 'POST', `/api/jobs/preview?${query}`, draft, headers);
const missed = (draft: object, query: string, headers = {}) =>
  api.call(token, 'POST', `/api/jobs/preview/missed?${query}`, draft, headers);
const created = async (fields: object) => {
  const { body } = await api.call(token, 'POST', '/api/jobs', { ...DRAFT, ...fields });
  return String(body.data['id']);
};
const rows = (answer: Answer) => answer.body.data as unknown as Record<string, string | null>[];
const faults = (answer: Answer) => answer.body.error?.details.fields?.map(({ field }) => field);

describe('the next instants', () => {
  test('say what the policy is going to do with them, for a draft and for a job', async () => {
    const fields = { ...NY, dstGap: 'skip', pausedUntil: '2026-03-09T12:00:00Z' };
    const query = 'count=4&explain=true&from=2026-03-07T12:00:00Z';
    const drafted = await preview(fields, query, { 'accept-language': 'en' });
    expect(rows(drafted).map(({ local, dst, fate }) => [local, dst, fate])).toEqual([
      ['2026-03-08T03:00:00-04:00', 'gap', 'skip'],
      ['2026-03-09T02:30:00-04:00', null, 'skip'],
      ['2026-03-10T02:30:00-04:00', null, 'run'],
      ['2026-03-11T02:30:00-04:00', null, 'run'],
    ]);
    expect(rows(drafted).map(({ reason }) => reason)).toEqual([
      'Is left out: the clocks go forward, and this time of day does not exist (dstGap)',
      'Is skipped: the job is paused until 2026-03-09T12:00:00.000Z',
      null,
      null,
    ]);
    const id = await created(fields);
    const stored = await api.call(token, 'GET', `/api/jobs/${id}/preview?${query}`, undefined, {
      'accept-language': 'en',
    });
    expect(stored.body).toEqual(drafted.body);
  });

  test('of a draft leave its place within the jitter open, which a job knows', async () => {
    const fields = { schedule: '0 9 * * *', timezone: 'UTC', jitterSeconds: 3_600, startAt: '2031-01-01T00:00:00Z' };
    const [first] = rows(await preview(fields, 'count=1'));
    expect(first).toMatchObject({ at: '2031-01-01T09:00:00.000Z', latest: '2031-01-01T10:00:00.000Z' });
    const id = await created(fields);
    const at = new Date(Date.parse('2031-01-01T09:00:00Z') + stableOffset(id, 3_600) * 1_000).toISOString();
    const [stored] = rows(await api.call(token, 'GET', `/api/jobs/${id}/preview?count=1`));
    expect(stored).toMatchObject({ at, latest: at });
    expect((await api.call(token, 'GET', `/api/jobs/${id}`)).body.data).toMatchObject({ nextRunAt: at });
  });

  test('end with the schedule', async () => {
    const fields = { schedule: '0 9 * * *', timezone: 'UTC', endAt: '2031-01-03T00:00:00Z' };
    expect(rows(await preview(fields, 'from=2031-01-01T00:00:00Z'))).toHaveLength(2);
    const id = await created({ ...fields, endAt: '2020-01-01T00:00:00Z' });
    expect((await api.call(token, 'GET', `/api/jobs/${id}`)).body.data).toMatchObject({ nextRunAt: null });
  });

  test('are refused for a draft that contradicts itself', async () => {
    const contradictory = {
      ...NY,
      startAt: '2031-01-01T00:00:00Z',
      endAt: '2030-01-01T00:00:00Z',
      jitterSeconds: 86_400,
    };
    expect(faults(await preview(contradictory, 'count=1'))).toEqual(['endAt', 'jitterSeconds']);
    expect(faults(await preview({ ...NY, missed: 'never' }, 'count=1'))).toEqual(['missed']);
    expect(faults(await preview(NY, 'explain=yes'))).toEqual(['explain']);
  });
});

describe('an outage', () => {
  const draft = { schedule: '*/30 * * * *', timezone: 'UTC', missed: 'runAll', overlap: 'skip' };
  const outage = 'from=2026-03-01T09:00:00Z&to=2026-03-01T10:00:30Z';

  test('says what becomes of its instants, for a draft and for a job', async () => {
    const drafted = await missed(draft, outage, { 'accept-language': 'en' });
    expect(rows(drafted).map(({ at, fate, reason }) => [at?.slice(11, 16), fate, reason])).toEqual([
      ['09:00', 'run', null],
      ['09:30', 'skip', 'Is skipped: the run due at 2026-03-01T09:00:00.000Z has not ended'],
      ['10:00', 'skip', 'Is skipped: the run due at 2026-03-01T09:00:00.000Z has not ended'],
    ]);
    const id = await created(draft);
    const path = `/api/jobs/${id}/preview/missed?${outage}`;
    expect((await api.call(token, 'GET', path, undefined, { 'accept-language': 'en' })).body).toEqual(drafted.body);
  });

  test('speaks three languages', async () => {
    const texts = await Promise.all(
      ['ja', 'en', 'ru'].map(async (language) => {
        const answer = await missed({ ...draft, missed: 'skip' }, outage, { 'accept-language': language });
        return rows(answer)[0]?.['reason'];
      }),
    );
    expect(new Set(texts).size).toBe(3);
  });

  test.each([
    ['from=2026-03-01T09:00:00Z', 'to'],
    ['to=2026-03-01T09:00:00Z', 'from'],
    ['from=2026-03-01T09:00:00Z&to=2026-03-01T09:00:00Z', 'to'],
    ['from=x&to=2026-03-01T09:00:00Z', 'from'],
    ['from=2026-03-01T09:00:00Z&to=2026-04-01T09:00:00Z', 'to'],
    [`${outage}&count=3`, 'count'],
  ])('is refused: %s', async (query, field) => {
    const answer = await missed(draft, query);
    expect([answer.status, faults(answer)]).toEqual([400, [field]]);
    const id = await created({});
    expect((await api.call(token, 'GET', `/api/jobs/${id}/preview/missed?${query}`)).status).toBe(
      field === 'to' && query.includes('04-01') ? 200 : 400,
    );
  });
});
