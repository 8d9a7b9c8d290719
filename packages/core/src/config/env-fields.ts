import { z } from 'zod';
import { isCidr } from '../egress/address-policy.js';
import { isHostPattern } from '../domain/target/host-rules.js';
import { isPlanName } from '../domain/quota/plan.js';
import { isTimeZone } from '../domain/schedule/time-zone.js';
import { describeKeyProblem, parseEncryptionKey } from '../domain/secret/encryption-key.js';
import { parseRedisUrl } from '../queues/redis-place.js';

/** Fields that several processes read from the environment, each said once. */

export const databaseUrl = z
  .string({ error: 'is missing: set it to postgres://user:password@host:5432/name' })
  .regex(/^postgres(ql)?:\/\//, 'must begin with postgres://');

export const redisUrl = z
  .string()
  .refine(
    (text) => parseRedisUrl(text) !== null,
    'must begin with redis:// or rediss://, or be redis+cluster://host:port,host:port for a cluster',
  )
  .optional();

export const logLevel = z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent']).default('info');

/** A port; 0 asks the system for a free one. */
export const port = (fallback: number) => z.coerce.number().int().min(0).max(65_535).default(fallback);

/** A whole number within bounds. */
export const count = (fallback: number, min: number, max: number) =>
  z.coerce.number().int().min(min).max(max).default(fallback);

/** As `count`, where nothing said means that something else decides. */
export const optionalCount = (min: number, max: number) => z.coerce.number().int().min(min).max(max).optional();

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

/** Names that may resolve to private addresses, e.g. `nas.example.com,*.lan`; none by default. */
export const allowedHosts = commaList.superRefine((hosts, context) => {
  for (const host of hosts.filter((text) => !isHostPattern(text))) {
    const message = `${JSON.stringify(host)} is not a host name or *.domain; addresses go into EGRESS_ALLOW_CIDRS`;
    context.addIssue({ code: 'custom', message });
  }
});

/** Node's switch that turns the check of certificates off, for everything a process calls. */
export const tlsVerification = z
  .string()
  .refine((value) => value !== '0', 'must not be 0: certificates of targets would not be checked')
  .optional();

/** The name of this installation in the keys of its worker jobs. */
export const nodeName = z
  .string()
  .regex(/^[a-z0-9][a-z0-9-]{0,31}$/, 'must be 1 to 32 of a–z, 0–9 and -, not beginning with -')
  .default('srv1');

/** A key as it is written, for a process that hands it on. */
export const encryptionKeyText = z
  .string({ error: 'is missing: `openssl rand -hex 32` makes one, and it must be the same for all processes' })
  .superRefine((text, context) => void readKey(text, context));

/** The key that secrets in Postgres are sealed with; the same for all processes that read it. */
export const encryptionKey = encryptionKeyText.transform(readKey);

/** Keys from before the last rotation, separated by commas; values that are still sealed with them can be opened. */
export const oldEncryptionKeys = commaList.transform((keys, context) => keys.map((key) => readKey(key, context)));

/** For trying things out: secrets that are easily guessed do not keep a process from starting. */
export const allowWeakSecrets = flag;

function readKey(text: string, context: z.RefinementCtx<unknown>): Uint8Array {
  const key = parseEncryptionKey(text.trim());
  if (typeof key !== 'string') return key;
  context.addIssue({ code: 'custom', message: describeKeyProblem[key] });
  return z.NEVER;
}
