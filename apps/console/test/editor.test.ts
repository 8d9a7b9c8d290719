import { describe, expect, test } from '@jest/globals';
import { CarillonError } from '@carillon/client/rest';
import { nextClockChange } from '../src/pages/editor/clock-changes';
import { changesOf, draftOf } from '../src/pages/editor/draft-of';
import { fieldErrorsOf } from '../src/pages/editor/field-errors';
import { fieldName } from '../src/pages/editor/field-name';
import { japaneseFields } from '../src/pages/editor/japanese-fields';
import { fromLocalText, toLocalText } from '../src/pages/editor/local-time';
import { expressionOf, presetOf, type Preset } from '../src/pages/editor/presets';
import { retryDelays } from '../src/pages/editor/retry-delays';
import { scheduleDraftOf } from '../src/pages/editor/schedule-draft';
import { differing, sectionOf, sectionsOf } from '../src/pages/editor/sections';
import { readStatuses, writeStatuses } from '../src/pages/editor/status-list';
import { DEFAULTS, valuesOf, type EditorValues, type Job } from '../src/pages/editor/values';

const CALL: EditorValues = { ...DEFAULTS, name: 'Report', url: 'https://api.example.com/report' };

describe('presets', () => {
  test.each<[Preset, string]>([
    [{ kind: 'minutes', every: 1 }, '* * * * *'],
    [{ kind: 'minutes', every: 15 }, '*/15 * * * *'],
    [{ kind: 'hourly', minute: 5 }, '5 * * * *'],
    [{ kind: 'daily', time: '09:30' }, '30 9 * * *'],
    [{ kind: 'weekly', time: '00:00', days: [1, 5] }, '0 0 * * 1,5'],
    [{ kind: 'monthly', time: '23:59', day: 31 }, '59 23 31 * *'],
  ])('are written as an expression and known again: %j', (preset, expression) => {
    expect(expressionOf(preset)).toBe(expression);
    expect(presetOf(expression)).toEqual(preset);
  });

  test('know a span of weekdays', () => {
    expect(presetOf('0 9 * * 1-5')).toEqual({ kind: 'weekly', time: '09:00', days: [1, 2, 3, 4, 5] });
  });

  test.each(['*/7 * * * *', '0 9 1 1 *', '0 9 1 * 1', '61 * * * *', '0 0 9 * * *', '0 9', '', '0 9 * * MON'])(
    'leave %j to be written',
    (expression) => expect(presetOf(expression)).toBeNull(),
  );
});

describe('what is sent', () => {
  test('is nothing for a job that was only looked at', () => {
    expect(changesOf(CALL, structuredClone(CALL))).toEqual({});
  });

  test('is the fields that changed, whole where they are objects', () => {
    const after: EditorValues = { ...CALL, overlap: 'skip', retry: { ...CALL.retry, maxAttempts: 3 } };
    expect(changesOf(CALL, after)).toEqual({ overlap: 'skip', retry: draftOf(after).retry });
  });

  test('is null for a field that was emptied', () => {
    const before: EditorValues = { ...CALL, method: 'POST', body: '{}', autoDisableAfter: 5 };
    const after: EditorValues = { ...before, body: '', autoDisableAfter: '' };
    expect(changesOf(before, after)).toEqual({ body: null, autoDisableAfter: null });
  });

  test('has no body for a method that takes none', () => {
    expect(draftOf({ ...CALL, method: 'GET', body: 'left over' })).toMatchObject({ body: null });
  });

  test('is everything of the new kind where the target changes kind, and nothing of a call for a worker job', () => {
    const target = { ...DEFAULTS.target, type: 'report', variables: '{"month": 1}' };
    const changes = changesOf(CALL, { ...CALL, kind: 'workerJob', target });
    expect(changes.target).toEqual({
      ...{ kind: 'workerJob', type: 'report', tenantId: 'default', variables: { month: 1 } },
      ...{ retries: 3, timeout: 'PT2M' },
    });
    expect(Object.keys(changes)).not.toEqual(expect.arrayContaining(['url']));
    expect(Object.keys(changes)).not.toEqual(expect.arrayContaining(['retry']));
  });

  test('keeps header values that were not touched, masked ones too', () => {
    const headers = [{ name: 'Authorization', value: '********' }];
    expect(
      changesOf({ ...CALL, headers }, { ...CALL, headers: [...headers, { name: ' X-Team ', value: 'a' }] }),
    ).toEqual({ headers: { Authorization: '********', 'X-Team': 'a' } });
  });

  test('has, for the preview, only what decides the instants', () => {
    expect(Object.keys(scheduleDraftOf(CALL))).not.toEqual(expect.arrayContaining(['url']));
    expect(scheduleDraftOf({ ...CALL, jitterSeconds: 30 })).toMatchObject({ schedule: '0 9 * * *', jitterSeconds: 30 });
  });

  test('comes back as it was typed', () => {
    const { retry } = draftOf(CALL);
    const job = { ...draftOf(CALL), target: { kind: 'http' }, retry, id: 'j', updatedAt: '' } as unknown as Job;
    expect(draftOf(valuesOf(job))).toEqual(draftOf(CALL));
  });
});

describe('refusals', () => {
  const refusal = (details: Record<string, unknown>) =>
    new CarillonError({ status: 400, code: 'invalid_input', message: 'no', details });

  test('stand at the fields that they are about', () => {
    const fields = ['name', 'retry.delayMs', 'successStatus[1]', 'target.variables.x', 'headers.X-A', 'headers'];
    const error = refusal({ fields: fields.map((field) => ({ field, message: field })) });
    expect(
      fieldErrorsOf(error, [
        { name: 'Other', value: '' },
        { name: 'X-A', value: '' },
      ]),
    ).toEqual({
      ...{ name: 'name', 'retry.delayMs': 'retry.delayMs', successStatus: 'successStatus[1]' },
      ...{ 'target.variables': 'target.variables.x', 'headers.1.value': 'headers.X-A', headers: 'headers' },
    });
  });

  test('for the plan’s shortest interval stand at the schedule, any other at no field', () => {
    expect(fieldErrorsOf(refusal({ kind: 'interval_too_short' }), [])).toEqual({ schedule: 'no' });
    expect(fieldErrorsOf(refusal({ kind: 'job_limit' }), [])).toEqual({ '': 'no' });
  });

  test('are told with the label of their field', () => {
    expect(['retry.delayMs', 'headers.0.value', 'target.timeout', 'url', ''].map(fieldName)).toEqual([
      ...['delayMs', 'headers', 'leaseTimeout', 'url', null],
    ]);
  });
});

describe('sections', () => {
  test('tell what of them was chosen', () => {
    expect(differing('missed', DEFAULTS)).toEqual([]);
    expect(differing('missed', { ...DEFAULTS, missedWindowSeconds: 300 })).toEqual(['missedWindowSeconds']);
  });

  test('that speak of a call are not there for worker jobs', () => {
    expect(sectionsOf('workerJob')).not.toContain('retry');
    expect(sectionOf('retry.delayMs')).toBe('retry');
    expect(sectionOf('name')).toBeNull();
  });
});

test('pauses double up to the longest, or stay', () => {
  const retry = { ...DEFAULTS.retry, maxAttempts: 5, delayMs: 1_000, maxDelayMs: 5_000 } as const;
  expect(retryDelays(retry)).toEqual([1_000, 2_000, 4_000, 5_000]);
  expect(retryDelays({ ...retry, backoff: 'fixed' })).toEqual([1_000, 1_000, 1_000, 1_000]);
  expect(retryDelays(DEFAULTS.retry)).toEqual([]);
});

test('statuses are read as they are written', () => {
  expect(readStatuses(writeStatuses([204, '200-299']))).toEqual([204, '200-299']);
  expect(readStatuses('2xx')).toEqual(['2xx']);
});

test('instants keep their second through an input', () => {
  expect(fromLocalText(toLocalText('2026-03-08T07:30:15.000Z'))).toBe('2026-03-08T07:30:15.000Z');
  expect(toLocalText(null)).toBe('');
  expect(fromLocalText('soon')).toBeNull();
});

test('the next change of the clocks is found to the second', () => {
  const after = new Date('2026-01-01T00:00:00Z');
  expect(nextClockChange('America/New_York', after)).toEqual({ at: new Date('2026-03-08T07:00:00Z'), kind: 'gap' });
  expect(nextClockChange('Australia/Lord_Howe', after)).toEqual({ at: new Date('2026-04-04T15:00:00Z'), kind: 'fold' });
  expect(nextClockChange('Asia/Tokyo', after)).toBeNull();
  expect(nextClockChange('Nowhere/Land', after)).toBeNull();
});

test.each([
  ['*/10 9-17 * * 1-5', '曜日: 月〜金、時: 9〜17、分: 10 分ごと'],
  ['0 9 13 * FRI', '曜日: 金 または 日: 13、時: 9、分: 0'],
  ['30 2 L JAN,7 *', '月: 1・7、日: 末日、時: 2、分: 30'],
  ['*/15 * * * * *', '秒: 15 秒ごと'],
])('%s is said in Japanese field by field', (schedule, words) => expect(japaneseFields(schedule)).toBe(words));
