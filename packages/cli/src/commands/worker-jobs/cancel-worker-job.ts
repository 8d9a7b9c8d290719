import { defineCommand } from '../../command/define-command.js';

export const cancelWorkerJob = defineCommand<{ reason?: string }>({
  usage: 'cancel <key>',
  summary: 'Cancel a worker job, also one that a worker has.',
  configure: (command) => command.option('--reason <text>', 'why'),
  async run({ client, operands: [key = ''], options: { reason } }) {
    const body = reason === undefined ? {} : { reason };
    const cancelled = await (await client()).cancelWorkerJob({ path: { key }, body });
    const held = cancelled.was_active
      ? ` The worker ${cancelled.worker_id ?? ''} had it: its report will be refused.`
      : '';
    return { text: `Cancelled worker job ${cancelled.job_key}.${held}`, data: cancelled };
  },
});
