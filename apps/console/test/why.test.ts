import { describe, expect, test } from '@jest/globals';
import { latenessOf, latenessWorthTelling, whyOf, workerJobType } from '../src/pages/runs/why';

const ended = { state: 'succeeded', status: 200, attempt: 1, url: 'https://api.example.com/' } as const;
const due = '2026-11-22T06:00:00.000Z';
const attempt = (number: number, startedAt: string | null) => ({
  attempt: number,
  startedAt,
  durationMs: 5,
  status: 500,
  error: null,
});

describe('why a run ended as it did', () => {
  test('tells a success at once from one after more attempts', () => {
    expect(whyOf(ended)).toBe('succeeded');
    expect(whyOf({ ...ended, attempt: 3 })).toBe('succeededAfter');
  });

  test('tells a refusal from silence', () => {
    expect(whyOf({ ...ended, state: 'failed', status: 500 })).toBe('failed');
    expect(whyOf({ ...ended, state: 'failed', status: 0 })).toBe('failedNoResponse');
  });

  test('knows a run that a worker job carries out, whatever its type is called', () => {
    expect(whyOf({ ...ended, url: 'worker-job:resize', status: 0 })).toBe('succeededWorker');
    expect(workerJobType({ url: 'worker-job:a:b/c' })).toBe('a:b/c');
    expect(workerJobType({ url: 'https://worker-job:80/' })).toBeNull();
  });
});

describe('the lateness of a run', () => {
  const scheduled = { type: 'AUTO', scheduledFor: due, latenessMs: 30_000 } as const;

  test('is that of its first attempt, not of the last', () => {
    const attempts = [attempt(1, '2026-11-22T06:00:00.250Z'), attempt(2, '2026-11-22T06:00:30.000Z')];
    expect(latenessOf({ ...scheduled, attempts })).toBe(250);
    expect(latenessWorthTelling({ ...scheduled, attempts })).toBeNull();
  });

  test('is the server’s figure where the first attempt is not known', () => {
    expect(latenessOf({ ...scheduled, attempts: [attempt(4, due)] })).toBe(30_000);
    expect(latenessWorthTelling({ ...scheduled, attempts: [attempt(1, null)] })).toBe(30_000);
  });

  test('is none for a run by hand', () => {
    expect(latenessOf({ ...scheduled, type: 'MANUAL', attempts: [attempt(1, due)] })).toBeNull();
  });
});
