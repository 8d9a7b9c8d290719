import { afterEach, describe, expect, it } from '@jest/globals';
import { createGate } from '../src/gate.js';
import { type Sink, type SinkOptions, startSink } from '../src/sink.js';
import { waitFor } from '../src/wait-for.js';

describe('startSink', () => {
  let sink: Sink;
  afterEach(() => sink.close());

  async function start(options?: SinkOptions) {
    sink = await startSink(options);
    return sink;
  }

  it('records what came', async () => {
    await start();
    await fetch(`${sink.url}/a?b=1`, { method: 'POST', body: 'grüße', headers: { 'Idempotency-Key': 'k1' } });
    const [request] = sink.to('/a');
    expect(request).toMatchObject({ method: 'POST', path: '/a?b=1', body: 'grüße' });
    expect(sink.countBy('idempotency-key')).toEqual(new Map([['k1', 1]]));
  });

  it('answers by path, else with 200 ok', async () => {
    await start({ answer: { '/down': { status: 503, body: 'later', headers: { 'retry-after': '9' } } } });
    const down = await fetch(`${sink.url}/down?x`);
    expect([down.status, down.headers.get('retry-after'), await down.text()]).toEqual([503, '9', 'later']);
    expect((await fetch(`${sink.url}/up`)).status).toBe(200);
  });

  it('holds answers until the gate opens', async () => {
    const gate = createGate();
    await start({ answer: () => ({ gate }) });
    const call = fetch(sink.url);
    await sink.received(1);
    expect(sink.inFlight()).toBe(1);
    gate.open();
    expect((await call).status).toBe(200);
    await waitFor('the answer to be over', () => sink.inFlight() === 0);
  });

  it('hangs up when told to', async () => {
    await start({ answer: () => ({ hangUp: true }) });
    await expect(fetch(sink.url)).rejects.toThrow();
  });

  it('says how many came when too few did', async () => {
    await start();
    await expect(sink.received(2, 60)).rejects.toThrow('"2 requests" did not happen within 0.06 s: 0 came');
  });
});
