import { z } from 'zod';

/** Fields that several processes read from the environment, each said once. */

export const databaseUrl = z
  .string({ error: 'is missing: set it to postgres://user:password@host:5432/name' })
  .regex(/^postgres(ql)?:\/\//, 'must begin with postgres://');

export const redisUrl = z
  .string()
  .regex(/^rediss?:\/\//, 'must begin with redis:// or rediss://')
  .optional();

export const logLevel = z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent']).default('info');

/** A port; 0 asks the system for a free one. */
export const port = (fallback: number) => z.coerce.number().int().min(0).max(65_535).default(fallback);

/** A whole number within bounds. */
export const count = (fallback: number, min: number, max: number) =>
  z.coerce.number().int().min(min).max(max).default(fallback);

export const flag = z
  .enum(['true', 'false'], { error: 'must be true or false' })
  .default('false')
  .transform((value) => value === 'true');

/** An IANA zone that decides where a quota's day and month begin. */
export const quotaTimezone = z.string().default('Asia/Tokyo');

export const shutdownGraceSeconds = count(20, 1, 3_600);

/** A comma-separated list; blanks dropped. */
export const commaList = z
  .string()
  .default('')
  .transform((text) =>
    text
      .split(',')
      .map((part) => part.trim())
      .filter((part) => part !== ''),
  );
