import { describe, expect, it } from '@jest/globals';
import { FileFaults } from '../../src/file/faults.js';
import { parseJobsFile } from '../../src/file/parse-jobs-file.js';

function faults(text: string): string[] {
  try {
    parseJobsFile('jobs.yaml', text);
    return [];
  } catch (error) {
    if (error instanceof FileFaults) return error.message.split('\n');
    throw error;
  }
}

const HEAD = 'version: 1\nscope: a\n';

describe('parseJobsFile', () => {
  it('reads defaults, jobs, merges and files', () => {
    const text = `${HEAD}defaults: {timezone: UTC}\njobs:\n  one: &one\n    schedule: '* * * * *'\n    url: https://a.example\n  two:\n    <<: *one\n    body: !file two.json\n`;
    const { content, lineOf } = parseJobsFile('jobs.yaml', text);
    expect(content.jobs['two']).toMatchObject({ url: 'https://a.example', body: { path: 'two.json' } });
    expect(lineOf(['jobs', 'two', 'body'])).toBe(10);
  });

  it.each([
    ['', ['jobs.yaml:1: version: must be 1', 'jobs.yaml:1: scope: is missing', 'jobs.yaml:1: jobs: is missing']],
    [`${HEAD}jobs:\n  a:\n    schedul: x\n`, ['jobs.yaml:5: jobs.a.schedul: there is no such field']],
    [
      `${HEAD}jobs:\n  a:\n    retry:\n      maxAttempts: 99\n`,
      ['jobs.yaml:6: jobs.a.retry.maxAttempts: Too big: expected number to be <=20'],
    ],
    [`${HEAD}jobs:\n  a: {}\n  a: {}\n`, ['jobs.yaml:5: Map keys must be unique']],
    [
      `${HEAD}jobs:\n  a:\n    tags: [x, 3]\n`,
      ['jobs.yaml:5: jobs.a.tags.1: Invalid input: expected string, received number'],
    ],
    [`version: 1\nscope: A B\njobs: {}\n`, ['jobs.yaml:2: scope: must be 1 to 32 of a-z']],
    [`${HEAD}jobs:\n  a:\n    body: !secret x\n`, ['jobs.yaml:5: Unresolved tag: !secret']],
  ])('names line and field of what is wrong: %j', (text, expected) => {
    const found = faults(text);
    expect(found).toHaveLength(expected.length);
    for (const [i, sentence] of expected.entries()) expect(found[i]).toContain(sentence);
  });
});
