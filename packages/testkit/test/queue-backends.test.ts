import { describe, expect, it } from '@jest/globals';
import { queueBackends } from '../src/queue-backends.js';

describe.each(queueBackends)('queue backend $name', ({ name, redisUrl }) => {
  it('has a Redis or has none', () => {
    expect(redisUrl === null).toBe(name === 'postgres');
  });
});
