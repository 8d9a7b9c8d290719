import type { Components } from '@carillon/client';

type Firing = Components['schemas']['Firing'];

/** A due instant in its job's zone, with what a clock change has to do with it and why it is not going to run. */
export function firingLine({ local, dst, fate, reason }: Firing): string {
  const change = dst === null ? '' : ` [DST ${dst}]`;
  const skipped = fate === 'skip' ? ` (skipped${reason === null ? '' : `: ${reason}`})` : '';
  return `${local}${change}${skipped}`;
}
