import { describe, expect, test } from '@jest/globals';
import { decideRedirect } from '../../../src/domain/target/redirect.js';

const FROM = { url: 'https://a.example/x', method: 'PUT', headers: ['accept', '*/*'], body: 'b' };
const decide = (location: string | string[] | undefined, status = 302, left = 1) =>
  decideRedirect(FROM, { status, location }, left);

describe('an answer with a location', () => {
  test.each([200, 201, 300, 304, 305, 306, 309, 400])('and status %i is an answer', (status) => {
    expect(decide('/y', status)).toEqual({ kind: 'answer' });
  });

  test('leads on, relative to where it came from; only a POST becomes a GET', () => {
    expect(decide('y?z#f')).toEqual({ kind: 'follow', to: { ...FROM, url: 'https://a.example/y?z#f' } });
    expect(decide('//b.example/')).toMatchObject({ kind: 'follow', to: { url: 'https://b.example/' } });
    expect(decide('/y', 303)).toMatchObject({ to: { method: 'GET', body: null } });
  });

  test.each([
    ['http://a.example/', 'redirect_downgrade'],
    ['ftp://a.example/', 'redirect_invalid'],
    ['https://user@a.example/', 'redirect_invalid'],
    ['https://256.0.0.1/', 'redirect_invalid'],
    [`/${'a'.repeat(2_048)}`, 'redirect_invalid'],
    [['/y', '/z'], 'redirect_invalid'],
  ])('%j is not followed: %s', (location, kind) => {
    expect(decide(location)).toEqual({ kind });
  });

  test('is one too many when none is left', () => {
    expect(decide('/y', 302, 0)).toEqual({ kind: 'redirect_limit' });
  });
});
