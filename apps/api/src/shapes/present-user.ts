import type { User } from '@carillon/core/db/queries/users';
import type { z } from 'zod';
import type { user } from '../schemas/user.js';

/** Shapes an account for its operator. */
export function presentUser({ createdAt, ...same }: User): z.input<typeof user> {
  return { ...same, createdAt: createdAt.toISOString() };
}
