import type { Response } from 'express';

/** An answer that goes on: server-sent events. */
export interface EventStream {
  send(event: string, data: object): void;
  end(): void;
  /** Called when it is over, whoever has ended it. */
  onClose(closed: () => void): void;
}

/** Proxies and clients take a silent connection for a dead one. */
const COMMENT_EVERY_MS = 15_000;
/** A client that lets so much wait does not read. */
const MAX_UNREAD_BYTES = 64 * 1_024;

/** Begins the answer. Its head says to proxies that nothing of it is to be kept back. */
export function openEventStream(res: Response): EventStream {
  res.status(200).set({ 'Content-Type': 'text/event-stream; charset=utf-8', 'X-Accel-Buffering': 'no' });
  res.flushHeaders();
  const write = (text: string) => {
    if (res.writableLength > MAX_UNREAD_BYTES) res.destroy();
    else if (!res.writableEnded) res.write(text);
  };
  const comments = setInterval(() => write(': still here\n\n'), COMMENT_EVERY_MS);
  res.once('close', () => clearInterval(comments));
  // Of a HEAD this was all.
  if (res.req.method === 'HEAD') res.end();
  return {
    onClose: (closed) => (res.closed ? closed() : void res.once('close', closed)),
    send: (event, data) => write(`event: ${event}\ndata: ${JSON.stringify(data)}\n\n`),
    end() {
      clearInterval(comments);
      res.end();
    },
  };
}
