import { describe, expect, test } from '@jest/globals';
import { redactResult } from '../../../src/domain/secret/redact-result.js';
import { createRedactor } from '../../../src/domain/secret/redactor.js';
import { secretsOfHeaders } from '../../../src/domain/secret/secrets-of-headers.js';
import { MAX_STORED_BODY_BYTES, type CallResult } from '../../../src/domain/run/outcome.js';

const TOKEN = 'canary/0123"456';
const BASIC = `Basic ${Buffer.from('robot:pa55/word').toString('base64')}`;

const redactorFor = (headers: Record<string, string>) => createRedactor(secretsOfHeaders(headers));

describe('the secrets of headers', () => {
  test.each<[string, Record<string, string>, string[]]>([
    ['none in what everybody sends', { Accept: 'application/vnd.x+json', 'Content-Type': 'application/json' }, []],
    ['none that are short', { 'x-mode': 'quick', authorization: 'Bearer abc' }, ['Bearer abc']],
    ['a value', { 'X-Api-Key': ' 0123456789 ' }, ['0123456789']],
    ['what stands behind a scheme', { authorization: 'Custom 0123456' }, ['Custom 0123456', '0123456']],
    ['… under another name', { 'x-upstream': 'bearer 0123456' }, ['bearer 0123456', '0123456']],
    ['… but not the second of any two words', { 'x-note': 'hello everybody' }, ['hello everybody']],
    ['user and password', { authorization: BASIC }, [BASIC, BASIC.slice(6), 'robot:pa55/word', 'pa55/word']],
    ['cookies', { Cookie: 'a=1; sid="s3cr3t-s3cr3t"' }, ['a=1; sid="s3cr3t-s3cr3t"', 's3cr3t-s3cr3t']],
  ])('%s', (_name, headers, secrets) => {
    expect(secretsOfHeaders(headers)).toEqual(secrets);
  });
});

describe('a redactor', () => {
  test('is not there where there is nothing to hide', () => {
    expect(redactorFor({ 'content-type': 'application/json' })).toBeNull();
  });

  test('finds a secret as programs write it', () => {
    const redact = redactorFor({ authorization: `Bearer ${TOKEN}`, 'x-umlaut': 'schlüssel' });
    const written = [TOKEN, JSON.stringify({ t: TOKEN }), JSON.stringify(TOKEN).replaceAll('/', '\\/')];
    const texts = [...written, encodeURIComponent(TOKEN), Buffer.from('schlüssel', 'latin1').toString('utf8')];
    for (const text of texts) {
      expect(redact?.(`<${text}>`)).toContain('[redacted]');
      expect(redact?.(`<${text}>`)).not.toMatch(/canary|schl/);
    }
    expect(redact?.(`Bearer ${TOKEN}, ${TOKEN}`)).toBe('[redacted], [redacted]');
  });

  test('takes the longest first, and leaves everything else', () => {
    const redact = createRedactor(['abcdef', 'abcdefgh']);
    expect(redact?.('abcdefgh abcdef abcde')).toBe('[redacted] [redacted] abcde');
  });

  test('takes the beginning of a secret at a cut, and only there', () => {
    const redact = createRedactor(['0123456789']);
    expect(redact?.('see 012345', { cut: true })).toBe('see [redacted]');
    expect(redact?.('see 012345', { cut: false })).toBe('see 012345');
    expect(redact?.('see 012', { cut: true })).toBe('see 012');
  });
});

describe('a result', () => {
  const echo: CallResult = {
    status: 200,
    durationMs: 1,
    ttfbMs: 1,
    connection: null,
    headers: { location: `https://example.com/?t=${TOKEN}` },
    body: `{"authorization":"Bearer ${TOKEN}"}`,
    truncated: false,
    error: { code: 'x', message: `cannot ${TOKEN}` },
  };
  const redact = redactorFor({ authorization: `Bearer ${TOKEN}` });

  test('is kept without the secrets of its call, in body, headers and error', () => {
    expect(JSON.stringify(redactResult(echo, redact))).not.toContain('canary');
    expect(redactResult(echo, null)).toBe(echo);
    expect(redactResult({ ...echo, body: null }, redact).body).toBeNull();
  });

  test('stays within what is kept of a body, though the mark is longer than the secret', () => {
    const body = 'secret'.repeat(MAX_STORED_BODY_BYTES / 6);
    const kept = redactResult({ ...echo, body }, createRedactor(['secret']));
    expect(Buffer.byteLength(kept.body ?? '')).toBe(MAX_STORED_BODY_BYTES);
    expect(kept.truncated).toBe(true);
  });

  test('of a body that was cut in the middle of the secret holds no part of it', () => {
    const kept = redactResult({ ...echo, body: `${'x'.repeat(60)}Bearer canary/01`, truncated: true }, redact);
    expect(kept.body).toBe(`${'x'.repeat(60)}[redacted]`);
  });
});
