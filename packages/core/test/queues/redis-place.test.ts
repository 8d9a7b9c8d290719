import { expect, test } from '@jest/globals';
import { parseRedisUrl } from '../../src/queues/redis-place.js';

test.each(['redis://127.0.0.1:6379', 'rediss://user:pass@redis.example.com:6380/2'])('one server: %s', (url) => {
  expect(parseRedisUrl(url)).toEqual({ isCluster: false, urls: [url] });
});

test.each([
  ['redis+cluster://a:7000,b:7001, c:7002', ['redis://a:7000', 'redis://b:7001', 'redis://c:7002']],
  ['redis+cluster://configuration.example.com:6379/', ['redis://configuration.example.com:6379']],
  ['rediss+cluster://:pa%2Css@a:7000,[::1]:7001', ['rediss://:pa%2Css@a:7000', 'rediss://:pa%2Css@[::1]:7001']],
])('a cluster: %s', (url, urls) => {
  expect(parseRedisUrl(url)).toEqual({ isCluster: true, urls });
});

test.each([
  'http://a',
  'redis+cluster://',
  'redis+cluster://a:7000/1',
  'redis+cluster://a:7000,,b',
  'redis+cluster://a:x',
])('neither: %s', (url) => {
  expect(parseRedisUrl(url)).toBeNull();
});
