import type { CreatedLine, EditLine } from '../records.js';

/** A time in which a job fires with one period. An edit takes hold somewhere between its request and its answer. */
export interface Phase {
  period: number;
  possibleFrom: number;
  certainFrom: number;
  certainTo: number;
  possibleTo: number;
  /** An edit ended it: what was due shortly before may have been undone before anybody saw it. */
  isCutOff: boolean;
}

/** Reckons when a job was on and how often it was to fire, from what was asked and answered alone. */
export function phasesOf(created: CreatedLine, edits: readonly EditLine[], closedAt: number): Phase[] {
  const ended: Phase[] = [];
  let open: Phase[] = [phase(created.period, created.sentAt, created.at, closedAt)];
  for (const edit of edits) {
    if (edit.verb === 'move') continue;
    for (const one of open) {
      if (edit.sentAt < one.certainTo) Object.assign(one, { certainTo: edit.sentAt, isCutOff: true });
      if (edit.at !== null) one.possibleTo = edit.at;
    }
    // Without an answer the job may go on as before, or as asked.
    if (edit.at !== null) ended.push(...open.splice(0));
    if (edit.enabled) open = [...open, phase(edit.period, edit.sentAt, edit.at ?? Infinity, closedAt)];
  }
  return [...ended, ...open];
}

function phase(period: number, possibleFrom: number, certainFrom: number, closedAt: number): Phase {
  return { period, possibleFrom, certainFrom, certainTo: closedAt, possibleTo: Infinity, isCutOff: false };
}

/** The instants of a period after `from` and up to `to`: its multiples, since it divides a minute. */
export function instantsOf(period: number, from: number, to: number): number[] {
  const step = period * 1_000;
  const instants: number[] = [];
  for (let at = (Math.floor(from / step) + 1) * step; at <= to; at += step) instants.push(at);
  return instants;
}
