export interface BannerFacts {
  readonly apiUrl: string;
  readonly apiKey: string;
  readonly operatorUser: string;
  readonly operatorPassword: string;
  readonly dataDir: string;
  readonly queue: string;
  readonly seconds: number;
}

/**
 * What a person needs once everything runs: where, with which login, and a first job to paste. The console's link signs in: what
 * follows # stays in the browser, no server and no log gets it.
 */
export function banner(facts: BannerFacts): string {
  const { apiUrl, apiKey, operatorUser, operatorPassword } = facts;
  return `
Carillon is ready after ${facts.seconds.toFixed(1)} s (queue: ${facts.queue}, data: ${facts.dataDir})

  Console     ${apiUrl}/#key=${apiKey}
  API         ${apiUrl}/api
  Reference   ${apiUrl}/docs
  Dashboard   ${apiUrl}/admin/queues  (user ${operatorUser}, password ${operatorPassword})

Your first job, every minute, calling the built-in echo (one line, ready to paste):

${curl(facts)}

Cron jobs may call loopback addresses here (EGRESS_ALLOW_CIDRS=${LOOPBACK}), because the demo needs it.
Ctrl-C stops everything. One line per finished run:
`;
}

export const LOOPBACK = '127.0.0.0/8,::1/128';

function curl({ apiUrl, apiKey }: BannerFacts): string {
  const job = { name: 'My first job', url: `${apiUrl}/echo`, method: 'POST', schedule: '* * * * *', body: 'hello' };
  return `curl -X POST ${apiUrl}/api/jobs -H 'Authorization: Bearer ${apiKey}' -H 'Content-Type: application/json' -d '${JSON.stringify(job)}'`;
}
