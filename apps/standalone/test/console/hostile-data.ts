import type { Product } from './product.js';

/** A name that would run as a script, were it put into a page as anything but text. */
export const HOSTILE = '"><script>window.__pwned=1</script><img src=x onerror="window.__pwned=1">';

/** The addresses of the pages about one thing. */
export interface Things {
  readonly job: string;
  readonly run: string;
  readonly workerJob: string;
  readonly incident: string;
}

/** Puts the name wherever a user may put text, with something of every kind to see on every page. */
export async function makeHostileData({ call, target }: Product): Promise<Things> {
  const job = await call<{ id: string }>('POST', '/api/jobs', {
    name: HOSTILE,
    url: `${target.url}/broken?x=${encodeURIComponent(HOSTILE)}`,
    method: 'POST',
    schedule: '*/5 * * * *',
    timezone: 'Europe/Berlin',
    headers: { 'X-Name': HOSTILE },
    body: HOSTILE,
    tags: ['hostile'],
  });
  await call('POST', '/api/webhooks', {
    jobId: job.id,
    endpoint: `${target.url}/hook`,
    events: ['failure', 'success'],
  });
  const { result } = await call<{ result: { id: string } }>('POST', `/api/jobs/${job.id}/execute`);
  await call('POST', '/api/keys', { name: HOSTILE, scopes: ['read:jobs'] });
  const { key, incident } = await makeIncident(call);
  return {
    job: `/jobs/${job.id}`,
    run: `/runs/${result.id}`,
    workerJob: `/worker-jobs/${key}`,
    incident: `/incidents?incident=${incident}`,
  };
}

async function makeIncident(call: Product['call']): Promise<{ key: string; incident: string }> {
  await call('POST', '/api/v1/jobs', { type: 'hostile', variables: { [HOSTILE]: HOSTILE }, retries: 1 });
  const asked = { type: 'hostile', worker: 'hostile-1', max_jobs: 1, request_timeout: 5_000 };
  const { jobs } = await call<{ jobs: { key: string }[] }>('POST', '/api/v1/jobs/activate', asked);
  const key = jobs[0]?.key ?? '';
  await call('PUT', `/api/v1/jobs/${key}/fail`, { retries: 0, error_message: HOSTILE });
  const { incidents } = await call<{ incidents: { id: string }[] }>('GET', '/api/v1/incidents');
  return { key, incident: incidents[0]?.id ?? '' };
}
