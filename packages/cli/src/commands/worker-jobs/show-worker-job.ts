import { defineCommand } from '../../command/define-command.js';
import { fields } from '../../output/table.js';
import { statusCell } from './list-worker-jobs.js';

export const showWorkerJob = defineCommand({
  usage: 'show <key>',
  summary: 'Show a worker job with its history.',
  async run({ client, operands: [key = ''], terminal }) {
    const job = await (await client()).getWorkerJob({ path: { key } });
    const { retries, original_retries: all } = job.retry_configuration;
    const facts = fields(
      [
        ['key', job.job_key],
        ['type', job.type],
        ['status', statusCell(job.status)],
        ['tenant', job.tenant_id],
        ['retries', `${retries} of ${all} left`],
        ['worker', job.worker_assignment?.worker_id],
        ['created', job.created_at],
        ['deadline', job.deadline],
        ['variables', JSON.stringify(job.variables)],
        ['result', job.execution_summary && JSON.stringify(job.execution_summary.result_variables)],
        ['error', job.failure_information?.error_message ?? undefined],
        ['incident', job.incident_information?.incident_id],
      ],
      terminal.color,
    );
    const history = job.execution_history.map((entry) => JSON.stringify(entry));
    return { text: [facts, '', ...history].join('\n').trimEnd(), data: job };
  },
});
