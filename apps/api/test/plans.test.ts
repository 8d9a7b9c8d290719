import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { ADMIN_TOKEN, DRAFT, startApi, type TestApi } from './support/start-api.js';

let api: TestApi;
let open: TestApi;
beforeAll(async () => {
  api = await startApi();
  open = await startApi(() => ({ selfServicePlans: true }), null, api);
}, 60_000);
afterAll(async () => {
  await open.close();
  await api.close();
});

const create = async (token: string, change: object = {}) => {
  const { status, body } = await api.call(token, 'POST', '/api/jobs', { ...DRAFT, ...change });
  expect(status).toBe(201);
  return String(body.data['id']);
};
const simulate = (token: string, plan: string, headers = {}) =>
  api.call(token, 'GET', `/api/plan/simulate?plan=${plan}`, undefined, headers);
const change = (token: string, plan: string) => open.call(token, 'POST', '/api/plan', { plan });
const jobsOf = async (token: string) =>
  (await api.call(token, 'GET', '/api/jobs')).body.data as unknown as {
    id: string;
    enabled: boolean;
    nextRunAt: string | null;
    timeoutMs: number;
  }[];

/** Eight jobs on PRO, oldest first; the sixth is too frequent for FREE. */
async function proWithEight() {
  const user = await api.user('PRO');
  const ids: string[] = [];
  for (let i = 0; i < 8; i += 1) {
    const name = `job ${i + 1}`;
    ids.push(await create(user.token, i === 5 ? { name, schedule: '*/5 * * * *', timeoutMs: 60_000 } : { name }));
  }
  return { ...user, ids };
}

const TOO_OFTEN = 'このプランでは最小実行間隔は 30 分です。指定された間隔: 5 分';
const BEYOND = 'プランの上限 (5 件) を超えるため、古いジョブから順に無効化されます';
const RESTRICTIONS = [
  { code: 'jobs_disabled', message: '3 件のジョブが無効化されます' },
  { code: 'timeouts_lowered', message: '1 件のジョブのタイムアウトが 30000 ミリ秒に短縮されます' },
  { code: 'no_new_jobs', message: '新しいジョブは作成できません。プランの上限: 5 件、現在のジョブ数: 8 件' },
];

describe('PRO to FREE with 8 jobs of which one is too frequent', () => {
  test('the simulation names it, then the two oldest; the change does the same', async () => {
    const { token, ids } = await proWithEight();
    const disabled = [
      { id: ids[5], name: 'job 6', reason: TOO_OFTEN },
      { id: ids[0], name: 'job 1', reason: BEYOND },
      { id: ids[1], name: 'job 2', reason: BEYOND },
    ];
    const simulated = await simulate(token, 'FREE');
    expect(simulated.body).toEqual({
      success: true,
      message: 'success',
      data: {
        currentPlan: 'PRO',
        newPlan: 'FREE',
        isDowngrade: true,
        jobs: { current: 8, limit: 5, willBeDisabled: 3, jobsToDisable: disabled },
        apiKeys: { current: 1, limit: 10, willBeDisabled: 0, keysToDisable: [] },
        restrictions: RESTRICTIONS,
      },
    });
    expect((await jobsOf(token)).every((job) => job.enabled)).toBe(true);

    const changed = await change(token, 'FREE');
    expect(changed.status).toBe(200);
    expect(changed.body.data).toEqual({
      changed: true,
      oldPlan: 'PRO',
      newPlan: 'FREE',
      restrictions: RESTRICTIONS,
      disabledResources: { jobs: disabled, apiKeys: [] },
    });
    const after = await jobsOf(token);
    const off = after.filter((job) => !job.enabled);
    expect(off.map((job) => job.id).sort()).toEqual(disabled.map(({ id }) => id).sort());
    expect(off.every((job) => job.nextRunAt === null)).toBe(true);
    expect(after.find((job) => job.id === ids[5])?.timeoutMs).toBe(30_000);
  });

  test('and back to PRO: nothing is enabled again, but may be', async () => {
    const { token, ids } = await proWithEight();
    await change(token, 'FREE');
    const refused = await api.call(token, 'PATCH', `/api/jobs/${ids[0]}`, { enabled: true });
    expect([refused.status, refused.body.message]).toEqual([
      400,
      'プランの上限 (5 件) に達しています。現在のジョブ数: 5 件',
    ]);
    const back = await change(token, 'PRO');
    expect(back.body.data).toEqual({
      changed: true,
      oldPlan: 'FREE',
      newPlan: 'PRO',
      restrictions: [],
      disabledResources: { jobs: [], apiKeys: [] },
    });
    expect((await jobsOf(token)).filter((job) => job.enabled)).toHaveLength(5);
    expect((await api.call(token, 'PATCH', `/api/jobs/${ids[0]}`, { enabled: true })).status).toBe(200);
  });

  test('in the reader’s language', async () => {
    const { token } = await proWithEight();
    const reasons = async (language: string) => {
      const { body } = await simulate(token, 'FREE', { 'accept-language': language });
      const jobs = body.data['jobs'] as unknown as { jobsToDisable: { reason: string }[] };
      return jobs.jobsToDisable.slice(0, 2).map(({ reason }) => reason);
    };
    expect(await reasons('en')).toEqual([
      'The shortest interval of this plan is 30 minutes. Requested interval: 5 minutes',
      "Beyond the plan's limit of 5 jobs: the oldest are disabled first",
    ]);
    expect(await reasons('ru')).toEqual([
      'Наименьший интервал на этом тарифе: 30 минут. Указанный интервал: 5 минут',
      'Сверх предела тарифа (заданий: 5): первыми отключаются самые старые',
    ]);
  });

  test('the change is in the audit with both plans, and each disabled job', async () => {
    const { token, userId, ids } = await proWithEight();
    await change(token, 'FREE');
    const headers = { 'x-admin-token': ADMIN_TOKEN };
    const { body } = await api.call(null, 'GET', `/api/admin/audit?userId=${userId}&limit=4`, undefined, headers);
    expect(body.data).toMatchObject([
      { action: 'cron_job.disabled', resourceId: ids[1] },
      { action: 'cron_job.disabled', resourceId: ids[0] },
      { action: 'cron_job.disabled', resourceId: ids[5] },
      { action: 'plan.changed', resourceId: userId, actor: 'api_key', details: { from: 'PRO', to: 'FREE' } },
    ]);
  });
});

test('two changes at once follow one another', async () => {
  const { token } = await proWithEight();
  const answers = await Promise.all([change(token, 'FREE'), change(token, 'FREE')]);
  expect(answers.map(({ body }) => body.data['changed']).sort()).toEqual([false, true]);
  expect((await jobsOf(token)).filter((job) => job.enabled)).toHaveLength(5);
});

test('the plan one is on already changes nothing', async () => {
  const { token } = await api.user('FREE');
  expect((await change(token, 'FREE')).body.data).toMatchObject({ changed: false, oldPlan: 'FREE', newPlan: 'FREE' });
});

test('new limits count at once', async () => {
  const { token } = await api.user('FREE');
  await change(token, 'PRO');
  await create(token, { schedule: '* * * * *' });
  expect((await api.call(token, 'GET', '/api/usage')).body.data).toMatchObject({ limits: { plan: 'PRO' } });
});

describe('refusals', () => {
  test('changing one’s own plan is off unless the operator allows it', async () => {
    const { token } = await api.user('FREE');
    const answer = await api.call(token, 'POST', '/api/plan', { plan: 'PRO' });
    expect([answer.status, answer.body.error?.code]).toEqual([403, 'self_service_plans_off']);
    expect(answer.body.message).toBe('プランの変更は受け付けていません。運営者にお問い合わせください');
    expect((await api.call(token, 'GET', '/api/usage')).body.data).toMatchObject({ limits: { plan: 'FREE' } });
  });

  test('it needs write:jobs; to look needs any key', async () => {
    const { userId } = await api.user('PRO');
    const reader = await api.token(userId, ['incident']);
    expect((await change(reader, 'FREE')).body.error?.code).toBe('forbidden');
    expect((await simulate(reader, 'FREE')).status).toBe(200);
  });

  test('a plan that there is not is refused with those there are', async () => {
    const { token } = await api.user('FREE');
    const message = '入力内容に誤りがあります。plan: FREE、HOBBY、PRO、UNLIMITED のいずれかを指定してください';
    for (const { status, body } of [await simulate(token, 'GOLD'), await change(token, 'GOLD')]) {
      expect([status, body.message]).toEqual([400, message]);
    }
  });

  test.each([
    ['no plan', '/api/plan/simulate', 'plan'],
    ['an empty plan', '/api/plan/simulate?plan=', 'plan'],
    ['a plan with NUL', '/api/plan/simulate?plan=%00', 'plan'],
    ['a plan twice', '/api/plan/simulate?plan=FREE&plan=PRO', 'plan'],
    ['another field', '/api/plan/simulate?plan=FREE&user=x', 'user'],
  ])('simulating with %s', async (_title, path, field) => {
    const { token } = await api.user('FREE');
    const { status, body } = await api.call(token, 'GET', path);
    expect([status, body.error?.details.fields?.[0]?.field]).toEqual([400, field]);
  });

  test.each([
    ['no plan', {}, 'plan'],
    ['a number', { plan: 5 }, 'plan'],
    ['another field', { plan: 'FREE', userId: 'user_1' }, 'userId'],
  ])('changing with %s', async (_title, input, field) => {
    const { token } = await api.user('FREE');
    const { status, body } = await open.call(token, 'POST', '/api/plan', input);
    expect([status, body.error?.details.fields?.[0]?.field]).toEqual([400, field]);
  });
});
