import { confirm } from '../../command/confirm.js';
import { defineCommand } from '../../command/define-command.js';
import { addYes } from '../../command/option-values.js';
import { EXIT } from '../../exit-codes.js';
import { clean } from '../../output/clean.js';
import { eachOf } from '../../output/each-of.js';
import { startProgress } from '../../output/progress.js';
import { findJob } from './find-job.js';

export const deleteJobs = defineCommand<{ yes?: boolean }>({
  usage: 'delete <job...>',
  summary: 'Delete cron jobs. Their logs stay.',
  configure: addYes,
  async run({ client, operands, options, terminal }) {
    const carillon = await client();
    const jobs = await eachOf(operands, (wanted) => findJob(carillon, wanted));
    const names = jobs.map(({ name }) => `"${clean(name)}"`).join(', ');
    if (!(await confirm(terminal, `Delete ${names}?`, options.yes))) {
      return { text: 'Nothing was deleted.', data: { deleted: [] }, exitCode: EXIT.failed };
    }
    const progress = startProgress(terminal, 'Deleting', jobs.length);
    await eachOf(jobs, async ({ id: jobId }) => {
      await carillon.deleteJob({ path: { jobId } });
      progress.step();
    }).finally(() => progress.end());
    return { text: `Deleted ${names}.`, data: { deleted: jobs.map(({ id }) => id) } };
  },
});
