import { defineCommand } from '../../command/define-command.js';
import { firingLine } from '../../output/firing-line.js';
import { fields, type Cell } from '../../output/table.js';
import { findJob, type Job } from './find-job.js';
import { lastOf, stateOf } from './list-jobs.js';
import { withoutSecrets } from './show-headers.js';

interface Options {
  showSecrets?: boolean;
}

const FIRINGS = 5;

export const showJob = defineCommand<Options>({
  usage: 'show <job>',
  summary: 'Show a cron job, by id or name, with its next due instants.',
  configure: (command) => command.option('--show-secrets', 'print the values of headers'),
  async run({ client, operands: [wanted = ''], options, terminal }) {
    const carillon = await client();
    const found = await findJob(carillon, wanted);
    const job = options.showSecrets === true ? found : withoutSecrets(found);
    const next = await carillon.previewJob({ path: { jobId: job.id }, query: { count: FIRINGS } });
    const due = next.map((firing, i): [string, Cell] => [i === 0 ? 'next' : '', firingLine(firing)]);
    return { text: fields([...describe(job), ...due], terminal.color), data: { ...job, next } };
  },
});

/** The lines of a job. */
export function describe(job: Job): [string, Cell | undefined][] {
  const { target, headers } = job;
  return [
    ['id', job.id],
    ['name', { text: job.name, style: 'bold' }],
    ['state', stateOf(job)],
    ['schedule', `${job.schedule} (${job.timezone})`],
    ['target', target.kind === 'http' ? `${job.method} ${job.url}` : `worker job ${target.type}`],
    [
      'headers',
      headers === null
        ? undefined
        : Object.entries(headers)
            .map((pair) => pair.join(': '))
            .join(', '),
    ],
    ['body', job.body ?? undefined],
    ['tags', job.tags.length === 0 ? undefined : job.tags.join(', ')],
    ['policy', `overlap ${job.overlap}, missed ${job.missed}, DST gap ${job.dstGap}, fold ${job.dstFold}`],
    ['retry', job.retry === null ? undefined : `${job.retry.maxAttempts} attempts, ${job.retry.backoff}`],
    ['paused until', job.pausedUntil ?? undefined],
    ['last run', job.lastRunAt],
    ['last result', lastOf(job)],
    ['failures', job.consecutiveFailures === 0 ? undefined : `${job.consecutiveFailures} in a row`],
  ];
}
