import { expect, test } from '@jest/globals';
import { formatUrl } from '../src/http/url.js';

const baseUrl = 'http://localhost:1';

test('parameters go into their places, escaped', () => {
  const params = { jobId: 'a/b?c' };
  const query = { limit: 5, q: 'a&b', tag: undefined, ids: ['x', 'y'] };
  expect(formatUrl({ baseUrl, path: '/api/jobs/{jobId}/logs', params, query })).toBe(
    'http://localhost:1/api/jobs/a%2Fb%3Fc/logs?limit=5&q=a%26b&ids=x&ids=y',
  );
});

test.each([undefined, '', '.', '..'])('a path parameter %p would be the address of something else', (jobId) => {
  expect(() => formatUrl({ baseUrl, path: '/api/jobs/{jobId}', params: { jobId } })).toThrow('The path needs a jobId');
});
