import type { Job } from './find-job.js';

/** What the API shows in the place of a secret. */
export const MASK = '********';

const HARMLESS = new Set(['accept', 'accept-language', 'cache-control', 'content-type', 'content-language']);

/** True for a header whose value may stand in an output. */
export const isHarmless = (name: string): boolean => HARMLESS.has(name.toLowerCase());

/** A job as it may be printed: values of headers are secrets, also where the key may read them. */
export function withoutSecrets(job: Job): Job {
  if (job.headers === null) return job;
  const headers = Object.entries(job.headers).map(([name, value]) => [name, isHarmless(name) ? value : MASK]);
  return { ...job, headers: Object.fromEntries(headers) as Record<string, string> };
}
