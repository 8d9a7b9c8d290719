import { CarillonError, type CarillonClient, type Components } from '@carillon/client';
import { UsageError } from '../../exit-codes.js';

export type Job = Components['schemas']['Job'];

const UUID = /^[\da-f]{8}-(?:[\da-f]{4}-){3}[\da-f]{12}$/i;

/** The cron job with this id or this very name. */
export async function findJob(client: CarillonClient, idOrName: string): Promise<Job> {
  if (UUID.test(idOrName)) return client.getJob({ path: { jobId: idOrName } });
  const named: Job[] = [];
  for await (const page of client.pages('listJobs', { query: { q: idOrName, limit: 100 } })) {
    named.push(...page.filter(({ name }) => name === idOrName));
  }
  const [job, ...others] = named;
  if (job === undefined) {
    throw new CarillonError({ status: 404, code: 'not_found', message: `There is no job "${idOrName}".` });
  }
  if (others.length === 0) return job;
  throw new UsageError(`${named.length} jobs are called "${idOrName}": ${named.map(({ id }) => id).join(', ')}.`);
}
