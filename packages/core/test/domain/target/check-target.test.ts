import { describe, expect, test } from '@jest/globals';
import { checkHeaders, checkHeadersSize } from '../../../src/domain/target/check-headers.js';
import { checkUrl } from '../../../src/domain/target/check-url.js';
import { METHODS, takesBody } from '../../../src/domain/target/method.js';

describe('URLs', () => {
  test.each([
    'https://api.example.com/report',
    'http://example.com',
    'HTTPS://EXAMPLE.COM/?q=a@b#c@d',
    'http://127.0.0.1:8080/',
    'http://[::1]/',
    'https://example.com/日本',
    'https://例え.jp/',
  ])('%s is one', (url) => {
    expect(checkUrl(url)).toBeNull();
  });

  test.each([
    ['', 'malformed'],
    ['example.com', 'malformed'],
    ['//example.com', 'malformed'],
    ['http:example.com', 'malformed'],
    ['http:///example.com', 'malformed'],
    ['http:\\\\example.com', 'malformed'],
    [' https://example.com', 'malformed'],
    ['https://exa\tmple.com', 'malformed'],
    ['https://example.com/a\u00a0b', 'malformed'],
    ['https://256.256.256.256/', 'malformed'],
    ['https://exam\u00adple.com/', 'malformed'],
    ['https://exam\u200bple.com/', 'malformed'],
    ['https://exam\ufe0fple.com/', 'malformed'],
    ['ftp://example.com', 'scheme'],
    ['file:///etc/passwd', 'scheme'],
    ['data:text/plain,x', 'scheme'],
    ['https://user@example.com', 'userinfo'],
    ['https://:pass@example.com', 'userinfo'],
    ['https://@example.com', 'userinfo'],
    ['https://user@evil@example.com', 'userinfo'],
    [`https://example.com/${'a'.repeat(2_029)}`, 'too_long'],
  ])('%s: %s', (url, code) => {
    expect(checkUrl(url)?.code).toBe(code);
  });
});

describe('headers', () => {
  test('of the user’s own pass', () => {
    const headers = { 'Content-Type': 'application/json', Authorization: 'Bearer é', 'X-Tab': 'a\tb', 'X-Empty': '' };
    expect(checkHeaders(headers)).toEqual([]);
  });

  test.each([
    ['name_malformed', 'X:Foo', 'a'],
    ['name_malformed', 'Ｘ', 'a'],
    ['name_malformed', ':authority', 'a'],
    ['reserved', 'hOsT', 'a'],
    ['reserved', 'Proxy-Connection', 'a'],
    ['reserved', 'X-Forwarded-Host', 'a'],
    ['reserved', 'X-Aws-Ec2-Metadata-Token-Ttl-Seconds', 'a'],
    ['reserved', 'Carillon-Attempt', 'a'],
    ['value_control', 'X-Foo', 'a\nb'],
    ['value_control', 'X-Foo', '\u007f'],
    ['value_control', 'X-Foo', '\u0085'],
    ['value_not_latin1', 'X-Foo', '…'],
    ['value_not_latin1', 'X-Foo', '😀'],
  ])('%s: %s', (problem, name, value) => {
    expect(checkHeaders({ [name]: value })).toEqual([{ name, problem }]);
  });

  test.each([
    ...[
      'Host',
      'Connection',
      'Content-Length',
      'Transfer-Encoding',
      'TE',
      'Trailer',
      'Upgrade',
      'Keep-Alive',
      'Expect',
    ],
    ...['HTTP2-Settings', 'Proxy-Authorization', 'Proxy-Authenticate', 'Proxy-Connection', 'Forwarded', 'Via'],
    ...['X-Forwarded-For', 'X-Forwarded-Proto', 'X-Forwarded-Host', 'X-Real-IP', 'Metadata', 'Metadata-Flavor'],
    ...['X-Google-Metadata-Request', 'X-Aws-Ec2-Metadata-Token', 'User-Agent', 'Idempotency-Key', 'Traceparent'],
    ...['Tracestate', 'Carillon-Run-Id', 'X-Signature', 'X-Webhook-Id', 'Webhook-Id', 'Webhook-Signature'],
  ])('%s is not the user’s to set, however it is written', (name) => {
    const written = [name, name.toLowerCase(), name.toUpperCase()];
    for (const each of written) expect(checkHeaders({ [each]: 'a' })).toEqual([{ name: each, problem: 'reserved' }]);
  });

  test('are told every fault', () => {
    expect(checkHeaders({ Host: 'a', 'X-A': '1', 'x-a': '2' })).toEqual([
      { name: 'Host', problem: 'reserved' },
      { name: 'x-a', problem: 'repeated' },
    ]);
  });

  test('are at most 50 and 8 kB', () => {
    const many = (count: number) => Object.fromEntries(Array.from({ length: count }, (_, i) => [`X-${i}`, '']));
    expect(checkHeadersSize(many(50))).toBeNull();
    expect(checkHeadersSize(many(51))).toEqual({ code: 'too_many', maximum: 50 });
    expect(checkHeadersSize({ 'X-A': 'a'.repeat(8_189) })).toBeNull();
    expect(checkHeadersSize({ 'X-A': 'a'.repeat(8_190) })).toEqual({ code: 'too_large', maximum: 8_192 });
  });
});

test('GET and DELETE take no body', () => {
  expect(METHODS.filter((method) => !takesBody(method))).toEqual(['GET', 'DELETE']);
});
