import { defineCommand } from '../../command/define-command.js';
import { UsageError } from '../../exit-codes.js';
import { fields } from '../../output/table.js';
import { findJob } from './find-job.js';
import { addJobOptions, readJobOptions, type JobOptions } from './job-options.js';
import { withoutSecrets } from './show-headers.js';
import { describe } from './show-job.js';

export const editJob = defineCommand<JobOptions>({
  usage: 'edit <job>',
  summary: 'Change the fields of a cron job that are given.',
  configure: addJobOptions,
  async run(call) {
    const { operands, client, terminal } = call;
    const changes = await readJobOptions(call);
    if (Object.keys(changes).length === 0) throw new UsageError('Nothing to change was given: see --help.');
    const carillon = await client();
    const { id: jobId } = await findJob(carillon, operands[0] ?? '');
    const job = withoutSecrets(await carillon.updateJob({ path: { jobId }, body: changes }));
    return { text: fields([...describe(job), ['next', job.nextRunAt]], terminal.color), data: job };
  },
});
