import type { Firing } from './use-preview';

/** Two instants that follow each other, for the sentences that explain a policy; dates too unless they share the day. */
export function exampleTimes(firings: readonly Firing[]): { first: string; second: string } {
  const [one, other] = firings.filter(({ fate }) => fate === 'run').map(({ local }) => local);
  const first = one ?? '2026-01-01T09:00:00';
  const second = other ?? '2026-01-01T10:00:00';
  const isSameDay = first.slice(0, 10) === second.slice(0, 10);
  const show = (local: string) => (isSameDay ? local.slice(11, 16) : `${local.slice(0, 10)} ${local.slice(11, 16)}`);
  return { first: show(first), second: show(second) };
}
