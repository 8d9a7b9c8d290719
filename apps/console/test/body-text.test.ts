import { describe, expect, test } from '@jest/globals';
import { bytesOf, formatBytes, prettyBody } from '../src/components/body-text';

describe('a body for people', () => {
  test('is put into lines when it is JSON', () => {
    expect(prettyBody('{"a":[1]}')).toEqual({ text: '{\n  "a": [\n    1\n  ]\n}', isJson: true });
  });

  test.each(['{"a":[1', '<p>no</p>', '42', 'null'])('stays as it came otherwise: %s', (body) => {
    expect(prettyBody(body)).toEqual({ text: body, isJson: false });
  });

  test('is measured in bytes, not letters', () => {
    expect(bytesOf('日本')).toBe(6);
    expect([812, 3_400, 1_250_000].map(formatBytes)).toEqual(['812 B', '3.4 kB', '1.3 MB']);
  });
});
