import { Agent, request } from 'undici';

/** The yardstick of P1: a plain undici loop against the same sink, 100 calls in flight, nothing else. */
export async function rawLoop(url: string, calls: number, inFlight = 100): Promise<number> {
  const dispatcher = new Agent({ connections: inFlight });
  let left = calls;
  const startedAt = performance.now();
  const lane = async () => {
    while (left-- > 0) {
      const { body } = await request(url, {
        dispatcher,
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: '{"type":"bench"}',
      });
      await body.text();
    }
  };
  await Promise.all(Array.from({ length: inFlight }, lane));
  const rate = calls / ((performance.now() - startedAt) / 1_000);
  await dispatcher.close();
  return rate;
}
