import { defineCommand } from '../../command/define-command.js';
import { instant, wholeNumber } from '../../command/option-values.js';
import { readVariables } from '../../command/read-variables.js';

interface Options {
  type: string;
  variables: string;
  retries?: number;
  timeout?: string;
  priority?: number;
  runAt?: string;
  tenant?: string;
}

export const createWorkerJob = defineCommand<Options>({
  usage: 'create',
  summary: 'Create a worker job.',
  configure: (command) =>
    command
      .requiredOption('--type <type>', 'what kind of work it is')
      .option('--variables <json>', 'what the worker gets; @path takes it from a file', '{}')
      .option('--retries <number>', 'attempts in all', wholeNumber(1, 1_000))
      .option('--timeout <duration>', 'ISO duration such as PT10M')
      .option('--priority <number>', 'higher comes first', wholeNumber(-100, 100))
      .option('--run-at <instant>', 'not before', instant)
      .option('--tenant <id>', 'a label within the account'),
  async run({ client, options }) {
    const { type, retries, timeout, priority, runAt, tenant } = options;
    const body = {
      type,
      variables: await readVariables(options.variables),
      ...(retries !== undefined && { retries }),
      ...(timeout !== undefined && { timeout }),
      ...(priority !== undefined && { priority }),
      ...(runAt !== undefined && { run_at: runAt }),
      ...(tenant !== undefined && { tenant_id: tenant }),
    };
    const made = await (await client()).createWorkerJob({ body });
    return { text: `Created worker job ${made.job_key} (${made.type}).`, data: made };
  },
});
