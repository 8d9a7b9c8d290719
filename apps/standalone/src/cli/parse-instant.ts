import { z } from 'zod';
import { UsageError } from './arguments.js';

const isoInstant = z.iso.datetime({ offset: true });

/** The instant that an option names, null without it. Throws UsageError. */
export function parseInstant(option: string, given: string | undefined): Date | null {
  if (given === undefined) return null;
  if (isoInstant.safeParse(given).success) return new Date(given);
  throw new UsageError(`--${option} is not an ISO instant such as 2027-01-31T12:00:00Z: "${given}".`);
}
