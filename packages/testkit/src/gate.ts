/** Holds whoever awaits `opened` until somebody calls `open`. */
export interface Gate {
  readonly opened: Promise<void>;
  open(): void;
}

/** A closed gate: the way to force an order in a test without sleeping. */
export function createGate(): Gate {
  let open = (): void => undefined;
  const opened = new Promise<void>((resolve) => (open = resolve));
  return { opened, open };
}
