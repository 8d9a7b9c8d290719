import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

export interface Arrival {
  scheduledFor: string;
  idempotencyKey: string;
  /** Epoch milliseconds. */
  at: number;
}

export interface Sink {
  url: string;
  /** What has arrived since the last time it was asked. */
  takeArrivals(): Promise<Arrival[]>;
  close(): void;
}

/** Starts the sink in its own process, so that its work is not counted as ours. */
export async function startSink(): Promise<Sink> {
  const child = fork(fileURLToPath(new URL('./sink-process.js', import.meta.url)));
  const [ready] = (await once(child, 'message')) as [{ port: number }];
  return {
    url: `http://127.0.0.1:${ready.port}/sink`,
    async takeArrivals() {
      child.send('take');
      const [message] = (await once(child, 'message')) as [{ arrivals: Arrival[] }];
      return message.arrivals;
    },
    close: () => void child.kill(),
  };
}
