import { z } from 'zod';
import { isCidr } from '../egress/address-policy.js';
import { isPlanName } from '../domain/quota/plan.js';
import { isTimeZone } from '../domain/schedule/time-zone.js';

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
export const quotaTimezone = z
  .string()
  .refine(isTimeZone, 'must be an IANA time zone, e.g. Asia/Tokyo')
  .default('Asia/Tokyo');

/** The plan of a user who is created without one; it must be among the plans. */
export const defaultPlan = z.string().refine(isPlanName, 'must be the name of a plan, e.g. FREE').default('FREE');

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

/** Private ranges that may be called, e.g. `10.0.0.0/8,192.168.1.7/32`; none by default. */
export const allowedCidrs = commaList.superRefine((ranges, context) => {
  for (const range of ranges.filter((text) => !isCidr(text))) {
    context.addIssue({ code: 'custom', message: `${JSON.stringify(range)} is not a range such as 10.0.0.0/8` });
  }
});

/** The name of this installation in the keys of its worker jobs. */
export const nodeName = z
  .string()
  .regex(/^[a-z0-9][a-z0-9-]{0,31}$/, 'must be 1 to 32 of a–z, 0–9 and -, not beginning with -')
  .default('srv1');
