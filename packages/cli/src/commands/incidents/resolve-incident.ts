import { defineCommand } from '../../command/define-command.js';
import { wholeNumber } from '../../command/option-values.js';
import { readVariables } from '../../command/read-variables.js';
import { UsageError } from '../../exit-codes.js';

interface Options {
  retry?: boolean;
  dismiss?: boolean;
  retries?: number;
  variables?: string;
  comment?: string;
  reason?: string;
}

export const resolveIncident = defineCommand<Options>({
  usage: 'resolve <id>',
  summary: 'Decide about an incident: try the worker job again, or give it up.',
  configure: (command) =>
    command
      .option('--retry', 'try the worker job again')
      .option('--dismiss', 'give it up')
      .option('--retries <number>', 'attempts for --retry', wholeNumber(1, 1_000))
      .option('--variables <json>', 'changed variables for --retry; @path takes them from a file')
      .option('--comment <text>', 'what was done about it')
      .option('--reason <text>', 'why it is given up'),
  async run({ client, operands: [id = ''], options }) {
    const { retry, dismiss, retries, variables, comment, reason } = options;
    if ((retry === true) === (dismiss === true)) throw new UsageError('Say either --retry or --dismiss.');
    const body = {
      action: retry === true ? ('retry' as const) : ('dismiss' as const),
      ...(retries !== undefined && { job_retries: retries }),
      ...(variables !== undefined && { variables: await readVariables(variables) }),
      ...(comment !== undefined && { comment }),
      ...(reason !== undefined && { reason }),
    };
    const resolved = await (await client()).resolveIncident({ path: { id }, body });
    return { text: `${resolved.incident_id} is ${resolved.status}.`, data: resolved };
  },
});
