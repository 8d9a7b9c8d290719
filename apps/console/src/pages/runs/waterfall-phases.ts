import type { Components } from '@carillon/client/rest';

type Timings = NonNullable<Components['schemas']['Log']['timings']>;

export type PhaseName = 'dns' | 'connect' | 'tls' | 'wait' | 'rest';

/** One step of a call: when it began, from the start of the call, and how long it took. */
export interface Phase {
  name: PhaseName;
  beginsMs: number;
  takesMs: number;
}

/** The steps of a call, one after the other. Those that a kept-open connection saved do not appear. */
export function phasesOf({ dnsMs, connectMs, tlsMs, ttfbMs, totalMs }: Timings): Phase[] {
  const phases: Phase[] = [];
  let at = 0;
  const add = (name: PhaseName, takesMs: number | null) => {
    if (takesMs === null) return;
    const fitting = Math.max(0, Math.min(takesMs, totalMs - at));
    phases.push({ name, beginsMs: at, takesMs: fitting });
    at += fitting;
  };
  add('dns', dnsMs);
  add('connect', connectMs);
  add('tls', tlsMs);
  add('wait', (ttfbMs ?? totalMs) - at);
  if (ttfbMs !== null) add('rest', totalMs - at);
  return phases;
}

/** Whether the call went over a connection that was there already. */
export const isReused = ({ dnsMs, connectMs, tlsMs }: Timings): boolean =>
  dnsMs === null && connectMs === null && tlsMs === null;
