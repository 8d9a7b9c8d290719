import type { Components } from '@carillon/client';
import { paint, type Cell } from '../../output/table.js';

export type Log = Components['schemas']['Log'];

const ENDED = new Set<Log['state']>(['skipped', 'missed', 'succeeded', 'failed', 'cancelled']);

/** True when nothing more is going to become of it. */
export const hasEnded = ({ state }: Log): boolean => ENDED.has(state);

/** A run in one line. */
export function logLine(log: Log, color: boolean): string {
  const { scheduledFor, type, status, durationMs, latenessMs, attempt } = log;
  const facts = [
    status === 0 ? '' : String(status),
    durationMs === null ? '' : `${durationMs} ms`,
    latenessMs === null ? '' : `${latenessMs} ms late`,
    type === 'MANUAL' ? 'manual' : '',
    attempt > 1 ? `attempt ${attempt}` : '',
    log.error?.message ?? log.reason ?? '',
  ];
  const state = paint(stateCell(log), color).padEnd(color ? 0 : 9);
  const rest = facts.filter((fact) => fact !== '').map((fact) => paint(fact, false));
  return `${scheduledFor}  ${state}  ${rest.join(', ')}`.trimEnd();
}

function stateCell({ state }: Log): Cell {
  if (state === 'succeeded') return { text: state, style: 'green' };
  return { text: state, style: state === 'failed' ? 'red' : 'yellow' };
}
