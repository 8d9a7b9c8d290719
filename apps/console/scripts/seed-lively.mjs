import { createServer } from 'node:http';

const MINUTE_MS = 60_000;
/** Runs of each lively job. */
const RUNS = 30;

/** What jobs call: answers after a while, and the path says how well. */
async function startTarget() {
  let calls = 0;
  const server = createServer((request, response) => {
    calls += 1;
    const isBad = request.url.startsWith('/broken') || (request.url.startsWith('/flaky') && calls % 4 === 0);
    const answer = isBad ? { error: 'upstream is out of order' } : { ok: true, call: calls, rows: (calls * 37) % 900 };
    const afterMs = 5 + ((calls * 53) % 120);
    setTimeout(() => {
      response.writeHead(isBad ? 503 : 200, { 'content-type': 'application/json' });
      response.end(JSON.stringify(answer));
    }, afterMs);
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  return { url: `http://127.0.0.1:${server.address().port}`, stop: () => server.close() };
}

const JOBS = [
  {
    name: 'Invoices of the day',
    path: '/invoices',
    schedule: '*/5 * * * *',
    timezone: 'Asia/Tokyo',
    tags: ['billing'],
  },
  { name: 'Sync customers to the CRM', path: '/flaky/crm', schedule: '* * * * *', timezone: 'UTC', tags: ['crm'] },
  { name: 'Warm the cache', path: '/cache', schedule: '*/2 * * * *', timezone: 'Europe/Berlin', tags: ['web'] },
  {
    name: 'Rotate the exchange rates',
    path: '/broken/rates',
    schedule: '*/10 * * * *',
    timezone: 'UTC',
    tags: ['billing'],
  },
  { name: '夜間バックアップ', path: '/backup', schedule: '30 2 * * *', timezone: 'Asia/Tokyo', tags: ['ops'] },
];

/**
 * Makes jobs, runs, worker jobs, incidents and webhooks.
 * @returns the pages to look at, with a name each, and what stops the target that the jobs call meanwhile
 */
export async function seedLively(apiUrl, apiKey) {
  const call = caller(apiUrl, apiKey);
  const target = await startTarget();
  const jobs = [];
  for (const job of JOBS) jobs.push(await makeJob(call, target.url, job));
  const [, crm, , rates] = jobs;
  const endpoint = `${target.url}/hook`;
  await call('POST', '/api/webhooks', { jobId: crm.id, endpoint, events: ['success', 'failure', 'recovered'] });
  await call('POST', '/api/webhooks', { jobId: rates.id, endpoint: `${target.url}/broken/hook`, events: ['failure'] });
  for (let run = 0; run < RUNS; run += 1)
    await Promise.all(jobs.map(({ id }) => call('POST', `/api/jobs/${id}/execute`)));
  await backfillEveryJob(call, jobs);
  await call('PATCH', `/api/jobs/${jobs[2].id}`, { pausedUntil: new Date(Date.now() + 90 * MINUTE_MS).toISOString() });
  const incident = await makeWorkerJobs(call);
  return { pages: await pagesOf(call, crm, rates, incident), stop: target.stop };
}

function caller(apiUrl, apiKey) {
  return async (method, path, body) => {
    const response = await fetch(apiUrl + path, {
      method,
      headers: { authorization: `Bearer ${apiKey}`, 'content-type': 'application/json', 'accept-language': 'en' },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    const answer = await response.json();
    // A run is refused while the one before it goes on: the log shows it as skipped, which is what we want to see.
    if (!response.ok && answer.error?.code !== 'overlap')
      throw new Error(`${method} ${path}: ${response.status} ${JSON.stringify(answer)}`);
    return answer.data;
  };
}

const makeJob = (call, target, { path, ...job }) =>
  call('POST', '/api/jobs', {
    ...job,
    url: target + path,
    method: 'POST',
    body: '{"since":"yesterday"}',
    overlap: 'skip',
  });

/** Runs that were due in the last hour. */
async function backfillEveryJob(call, jobs) {
  const span = { from: new Date(Date.now() - 55 * MINUTE_MS).toISOString(), to: new Date().toISOString() };
  for (const { id } of jobs.slice(0, 3))
    await call('POST', `/api/jobs/${id}/backfill`, { ...span, include: ['absent'] });
}

async function makeWorkerJobs(call) {
  for (let index = 0; index < 24; index += 1) {
    const variables = { recipient: `user${index}@example.com`, template: 'welcome' };
    await call('POST', '/api/v1/jobs', {
      type: index % 3 === 0 ? 'pdf-render' : 'email-sender',
      variables,
      retries: 1,
    });
  }
  const asked = { type: 'email-sender', worker: 'mail-01', max_jobs: 10, request_timeout: 5_000 };
  const { jobs } = await call('POST', '/api/v1/jobs/activate', asked);
  for (const [index, { key }] of jobs.entries()) await report(call, index, key);
  const { incidents } = await call('GET', '/api/v1/incidents');
  return incidents[0];
}

function report(call, index, key) {
  if (index % 4 === 0) {
    const failure = { retries: 0, error_message: 'SMTP 550: mailbox unavailable' };
    return call('PUT', `/api/v1/jobs/${key}/fail`, failure);
  }
  return index % 4 === 3 ? null : call('PUT', `/api/v1/jobs/${key}/complete`, { variables: { sent: true } });
}

async function pagesOf(call, job, failing, incident) {
  const latest = async ({ id }) => (await call('GET', `/api/jobs/${id}/logs?limit=1`))[0].id;
  return [
    ['overview', '/'],
    ['jobs', '/jobs'],
    ['job', `/jobs/${job.id}`],
    ['new', '/jobs/new'],
    ['edit', `/jobs/${job.id}/edit`],
    ['runs', '/runs'],
    ['run', `/runs/${await latest(job)}`],
    ['failed-run', `/runs/${await latest(failing)}`],
    ['worker-jobs', '/worker-jobs'],
    ['worker-job', `/worker-jobs/${incident.job_key}`],
    ['incidents', '/incidents'],
    ['incident', `/incidents?incident=${incident.id}`],
    ['webhooks', '/webhooks'],
    ['webhook', `/webhooks/${job.id}`],
    ['keys', '/keys'],
    ['usage', '/usage'],
    ['audit', '/audit'],
    ['admin', '/admin'],
    ['admin-users', '/admin?tab=users'],
    ['admin-plans', '/admin?tab=plans'],
    ['admin-audit', '/admin?tab=audit'],
    ['nowhere', '/nowhere'],
  ];
}
