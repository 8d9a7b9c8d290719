/** A signal that aborts with another one, or when the time is up. */
export interface TimeLimit {
  readonly signal: AbortSignal;
  /** The time was up; false when the other signal came first. */
  readonly isOver: boolean;
  readonly remainingMs: number;
  /** Lets go of the timer and of the other signal, which may live much longer. */
  release(): void;
}

/** Begins now. */
export function startTimeLimit(ms: number, outer: AbortSignal | undefined): TimeLimit {
  const endsAt = performance.now() + ms;
  const controller = new AbortController();
  let isOver = false;
  const onOuter = () => controller.abort(outer?.reason);
  const timer = setTimeout(() => {
    isOver = true;
    controller.abort();
  }, ms);
  if (outer?.aborted === true) onOuter();
  else outer?.addEventListener('abort', onOuter, { once: true });
  return {
    signal: controller.signal,
    get isOver() {
      return isOver;
    },
    get remainingMs() {
      return endsAt - performance.now();
    },
    release() {
      clearTimeout(timer);
      outer?.removeEventListener('abort', onOuter);
    },
  };
}
