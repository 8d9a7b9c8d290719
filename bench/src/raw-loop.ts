import { requestHeaders } from '@carillon/core/domain/run/request-headers';
import { VERSION } from '@carillon/core/version';
import { Agent, request } from 'undici';

/** The request that Carillon sends in P1: the same headers and body, so that both loops move the same bytes. */
const facts = {
  runId: '019a0000-0000-7000-8000-000000000000',
  cronJobId: '019a0000-0000-7000-8000-000000000001',
  attempt: 1,
  scheduledFor: new Date(0),
  headers: { 'content-type': 'application/json' },
  body: '{"type":"bench"}',
};

/** The yardstick of P1: a plain undici loop against the same sink, 100 calls in flight, nothing else. */
export async function rawLoop(url: string, calls: number, inFlight = 100): Promise<number> {
  const headers = requestHeaders(facts, VERSION);
  const dispatcher = new Agent({ connections: inFlight });
  let left = calls;
  const startedAt = performance.now();
  const lane = async () => {
    while (left-- > 0) {
      const { body } = await request(url, {
        dispatcher,
        method: 'POST',
        headers,
        body: facts.body,
      });
      await body.text();
    }
  };
  await Promise.all(Array.from({ length: inFlight }, lane));
  const rate = calls / ((performance.now() - startedAt) / 1_000);
  await dispatcher.close();
  return rate;
}
