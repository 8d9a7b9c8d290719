import type { Response } from 'express';

/** What an operation that waits or hands something over needs to know of its caller. */
export interface Caller {
  /** Aborted when the caller goes away before it has its whole answer. */
  gone(): AbortSignal;
}

/** An answer that may hand something over. */
export interface HandingOver {
  takeBack?: () => void;
}

/** Watches the caller of a request; costs nothing until somebody asks. */
export function callerOf(res: Response): Caller {
  let signal: AbortSignal | null = null;
  return { gone: () => (signal ??= watch(res)) };
}

function watch(res: Response): AbortSignal {
  const controller = new AbortController();
  onLost(res, () => controller.abort());
  return controller.signal;
}

/** Takes back what an answer hands over if its caller does not get the whole of it. Call it before the answer is sent. */
export function guardDelivery(res: Response, { takeBack }: HandingOver): void {
  if (takeBack !== undefined) onLost(res, takeBack);
}

/** Takes back what the late reply of an operation hands over that was already answered for in another way. */
export function takeBackLate(run: Promise<HandingOver>): void {
  run.then(
    (reply) => reply.takeBack?.(),
    () => undefined,
  );
}

/** An answer is delivered when the system has all of it; what becomes of it on the wire nobody is told. */
function onLost(res: Response, lost: () => void): void {
  if (res.closed) return lost();
  res.once('close', () => {
    if (!res.writableFinished) lost();
  });
}
