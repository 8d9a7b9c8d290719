import { describe, expect, it } from '@jest/globals';
import { readableLine } from '../src/log-line.js';

const run = {
  level: 'info',
  time: '2026-11-21T12:00:00.010Z',
  event: 'run.finished',
  jobName: 'Daily report',
  state: 'succeeded',
  status: 200,
  durationMs: 11.6,
  latenessMs: 3.2,
};
const at = new Date(run.time).toTimeString().slice(0, 8);

describe('readableLine', () => {
  it.each([
    ['a finished run', run, `${at}  succeeded  200  12 ms  3 ms late  Daily report`],
    [
      'a run without a response',
      { ...run, state: 'failed', status: 0, error: 'connect_refused' },
      `${at}  failed     connect_refused  12 ms  3 ms late  Daily report`,
    ],
    [
      'a name that would clear the terminal',
      { ...run, jobName: 'x\u001b[2Jy' },
      `${at}  succeeded  200  12 ms  3 ms late  x?[2Jy`,
    ],
    [
      'trouble, with its cause',
      { level: 'error', time: run.time, msg: 'flush failed', err: { message: 'server closed' } },
      `${at}  worker error: flush failed: server closed`,
    ],
    ['small talk', { level: 'info', time: run.time, msg: 'ready' }, null],
  ])('%s', (_name, entry, line) => {
    expect(readableLine('worker', JSON.stringify(entry))).toBe(line);
  });

  it('passes on what is no JSON, and drops blank lines', () => {
    expect(readableLine('api', 'Error: boom')).toBe('api: Error: boom');
    expect(readableLine('api', '  ')).toBeNull();
  });
});
