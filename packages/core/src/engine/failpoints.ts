/** Places where a test may ask a process to die, as a power cut would end it. */
export const FAILPOINTS = ['after-claim-commit', 'after-publish'] as const;
export type Failpoint = (typeof FAILPOINTS)[number];

/** Ends the process at once when the place is among `active`; does nothing in production, where none is. */
export function failAt(place: Failpoint, active: readonly Failpoint[]): void {
  if (active.includes(place)) process.kill(process.pid, 'SIGKILL');
}
