import type { Components } from '@carillon/client';
import { defineCommand } from '../../command/define-command.js';
import { fields } from '../../output/table.js';
import { addJobOptions, readJobOptions, type JobOptions } from './job-options.js';
import { withoutSecrets } from './show-headers.js';
import { describe } from './show-job.js';

export const createJob = defineCommand<JobOptions & { disabled?: boolean }>({
  usage: 'create',
  summary: 'Create a cron job.',
  configure: (command) => addJobOptions(command).option('--disabled', 'do not enable it yet'),
  async run(call) {
    const given = await readJobOptions(call);
    const isCall = given.target === undefined && given.method === undefined;
    const draft = {
      ...given,
      ...(isCall && { method: 'GET' }),
      ...(call.options.disabled === true && { enabled: false }),
    };
    const made = await (await call.client()).createJob({ body: draft as Components['schemas']['JobDraft'] });
    const job = withoutSecrets(made);
    return { text: fields([...describe(job), ['next', job.nextRunAt]], call.terminal.color), data: job };
  },
});
