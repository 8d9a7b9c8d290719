import { FLAGS, hasHeader, SHORT, VALUES, type CurlDraft } from './curl-options.js';
import { settleCall, type CallReading, type HttpCall } from './http-call.js';
import { readOptions } from './read-options.js';

const EFFECTS = new Map(Object.entries({ ...FLAGS, ...VALUES }));
const LONG = Object.keys(VALUES);
const LETTERS = Object.entries(SHORT)
  .flatMap(([letter, name]) => (LONG.includes(name) ? [letter] : []))
  .join('');

/** Reads the arguments of curl. `stdin` is what the crontab gives it. */
export function readCurl(words: readonly string[], stdin: string | null): CallReading {
  const { options, operands } = readOptions(words, LETTERS, LONG, { operandsEnd: false });
  const call: HttpCall = { url: '', method: 'GET', headers: [], body: null, notes: [] };
  const draft: CurlDraft = { call, urls: [...operands], data: [], asQuery: false, isMethodSaid: false, stdin };
  for (const [given, value] of options) {
    const name = given.length === 1 ? (SHORT[given] ?? given) : given;
    const effect = EFFECTS.get(name);
    if (effect === undefined)
      return { reason: `the option ${given.length === 1 ? '-' : '--'}${given} of curl is not understood` };
    const reason = effect(draft, value ?? '');
    if (reason !== undefined) return { reason };
  }
  const isGlobbed = !options.some(([name]) => name === 'g' || name === 'globoff');
  return finish(draft, isGlobbed);
}

function finish({ call, urls, data, asQuery, isMethodSaid }: CurlDraft, isGlobbed: boolean): CallReading {
  const [url, ...others] = urls;
  if (url === undefined) return { reason: 'there is no address' };
  if (others.length > 0) return { reason: 'it calls several addresses' };
  if (isGlobbed && /[[\]{}]/.test(url)) return { reason: 'its address stands for several (curl expands [ ] and { })' };
  const joined = data.join('&');
  if (data.length === 0) return settleCall({ ...call, url });
  if (asQuery) return settleCall({ ...call, url: `${url}${url.includes('?') ? '&' : '?'}${joined}` });
  if (!hasHeader(call, 'Content-Type')) call.headers.push(['Content-Type', 'application/x-www-form-urlencoded']);
  return settleCall({ ...call, url, method: isMethodSaid ? call.method : 'POST', body: joined });
}
