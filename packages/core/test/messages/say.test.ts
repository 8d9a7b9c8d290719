import { describe, expect, test } from '@jest/globals';
import { describeReason } from '../../src/messages/describe-reason.js';
import { en } from '../../src/messages/en.js';
import { ja } from '../../src/messages/ja.js';
import { LANGUAGES, type Catalogue } from '../../src/messages/messages.js';
import { ru } from '../../src/messages/ru.js';
import { say } from '../../src/messages/say.js';

/** The sentences that the contract's seed shows, to the letter. */
describe('Japanese, as the seed has it', () => {
  test.each([
    [say('ja', 'success'), 'success'],
    [say('ja', 'created'), 'created'],
    [say('ja', 'jobs_created', { count: 2 }), '2 件のジョブを作成しました'],
    [say('ja', 'job_updated'), 'ジョブを更新しました'],
    [say('ja', 'job_deleted'), 'ジョブを削除しました'],
    [say('ja', 'job_limit', { limit: 5, current: 5 }), 'プランの上限 (5 件) に達しています。現在のジョブ数: 5 件'],
    [
      say('ja', 'batch_limit', { requested: 10, limit: 5, current: 3 }),
      'リクエストされたジョブ数 (10 件) を作成すると、プランの上限 (5 件) を超えてしまいます。現在のジョブ数: 3 件',
    ],
    [
      say('ja', 'interval_too_short', { minimumSeconds: 1_800, actualSeconds: 300 }),
      'このプランでは最小実行間隔は 30 分です。指定された間隔: 5 分',
    ],
    [
      describeReason({ code: 'monthly_runs', limit: 500, current: 500 }, 'ja'),
      '月間実行回数の上限 (500 回) に達しています。現在: 500 回',
    ],
  ])('%s', (said, seed) => {
    expect(said).toBe(seed);
  });
});

test('the languages have the same messages', () => {
  expect(Object.keys(en).sort()).toEqual(Object.keys(ja).sort());
  expect(Object.keys(ru).sort()).toEqual(Object.keys(ja).sort());
});

/** Facts enough for any message. */
const FACTS = {
  count: 2,
  logId: 'log_1',
  windowSeconds: 3_600,
  until: '2026-11-22T00:00:00.000Z',
  waiting: 100,
  days: 30,
  limit: 5,
  current: 5,
  requested: 10,
  created: 5,
  deleted: 5,
  minimumSeconds: 60,
  actualSeconds: 1,
  scope: 'read:jobs',
  scopes: ['write:keys'],
  tenantIds: ['acme'],
  tenant: 'acme',
  method: 'PUT',
  allowed: 'GET',
  state: 'queued',
  limitBytes: 100_000,
  faults: [{ field: 'name', message: '…' }],
  unlisted: 3,
  requestId: 'id',
  maximum: 32,
  minimum: 1,
  expected: 'string',
  received: 'null',
  options: ['a', 'b'],
  value: 'Mars',
  seconds: 21,
  plan: 'TEAM',
  maxAttempts: 3,
  at: '2026-11-22T00:00:00.000Z',
  field: 'from',
  delayMs: 60_000,
  maxDelayMs: 1_000,
  startAt: '2026-11-22T00:00:00.000Z',
  endAt: '2026-11-21T00:00:00.000Z',
  jitterSeconds: 600,
  intervalSeconds: 300,
};

describe.each([
  ['ja', ja],
  ['en', en],
  ['ru', ru],
] as [string, Catalogue][])('%s', (_language, catalogue) => {
  test.each(Object.entries(catalogue))('%s is a finished sentence', (key, word) => {
    const said = (word as (facts: object) => string)(FACTS);
    expect(said).not.toBe('');
    expect(said).not.toMatch(/undefined|NaN|\[object/);
    if (key.includes('_')) expect(said).not.toContain(key);
  });
});

test('numbers take the form of their noun', () => {
  const minutes = (count: number) => say('ru', 'interval_too_short', { minimumSeconds: count * 60, actualSeconds: 1 });
  expect(minutes(1)).toContain('1 минута');
  expect(minutes(3)).toContain('3 минуты');
  expect(minutes(5)).toContain('5 минут.');
  expect(say('en', 'jobs_created', { count: 1 })).toBe('Created 1 job');
});

test('reasons are worded in every language', () => {
  for (const language of LANGUAGES) {
    for (const code of ['service_was_down', 'cron_job_disabled', 'cron_job_deleted'] as const) {
      expect(describeReason({ code }, language)).not.toBe('');
    }
  }
});
