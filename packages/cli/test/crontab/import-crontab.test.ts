import { readFile } from 'node:fs/promises';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { importCrontab } from '../../src/crontab/import-crontab.js';
import { writeJobsFile } from '../../src/crontab/write-jobs-file.js';
import { parseJobsFile } from '../../src/file/parse-jobs-file.js';

const SHELL_LINE = /^(?:@|[\d*][\S]*\s)/;

describe('a crontab of 200 lines', () => {
  let text: string;
  let lines: string[];
  let imported: ReturnType<typeof importCrontab>;
  beforeAll(async () => {
    text = await readFile(new URL('../fixtures/crontab.txt', import.meta.url), 'utf8');
    lines = text.split('\n');
    imported = importCrontab(text, { system: false, timezone: 'Europe/Berlin', workerJobs: false });
  });

  it('becomes jobs, or a remark, line by line', () => {
    const { jobs, remarks } = imported;
    const told = new Set([...jobs, ...remarks].map(({ line }) => line));
    const running = lines.flatMap((line, i) => (SHELL_LINE.test(line) ? [i + 1] : []));
    expect(running.filter((line) => !told.has(line))).toEqual([]);
    const unmapped = remarks.filter(({ level }) => level === 'unmapped');
    expect({ jobs: jobs.length, unmapped: unmapped.length }).toEqual({ jobs: 44, unmapped: 48 });
    // None of them became a job all the same.
    const made = new Set(jobs.map(({ line }) => line));
    expect(unmapped.filter(({ line }) => made.has(line))).toEqual([]);
  });

  it('keeps zones, comments and names', () => {
    const { jobs } = imported;
    const job = (name: string) => jobs.find((one) => one.name === name);
    expect(job('Opening bell')).toMatchObject({ schedule: '30 9 * * 1-5', timezone: 'America/New_York' });
    expect(job('日次レポート')).toMatchObject({ timezone: 'UTC' });
    expect(job('Same name (2)')).toBeDefined();
    expect(job('status.example/beat/web01')).toMatchObject({ schedule: '* * * * *' });
    expect(job('Reindex the catalogue')?.comments).toEqual([
      '---- Shop -------------------------------------------------',
    ]);
  });

  it('is written as a file that can be read, without secrets', () => {
    const file = writeJobsFile({
      jobs: imported.jobs,
      scope: 'shop',
      timezone: 'Europe/Berlin',
      workerType: undefined,
    });
    expect(file.text).not.toMatch(/s3cr3t|Pa55w0rd|nl-9f2c|abc123/);
    expect(Object.fromEntries(file.secrets)).toMatchObject({
      AUTHORIZATION: 'Bearer s3cr3t-t0ken',
      AUTHORIZATION_2: 'Basic d2FyZWhvdXNlOlBhNTV3MHJk',
      X_API_KEY: 'nl-9f2c',
      COOKIE: 'session=abc123',
    });
    const { content } = parseJobsFile('jobs.yaml', file.text);
    expect(Object.keys(content.jobs)).toHaveLength(44);
    expect(content.jobs['Reviews to the moderators']).toMatchObject({ method: 'POST', body: '{"to":"moderators"}\n' });
  });
});
