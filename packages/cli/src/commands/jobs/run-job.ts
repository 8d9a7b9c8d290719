import { setTimeout as delay } from 'node:timers/promises';
import type { CarillonClient } from '@carillon/client';
import type { Call } from '../../command/call.js';
import { defineCommand } from '../../command/define-command.js';
import { EXIT, Interrupted } from '../../exit-codes.js';
import { clean } from '../../output/clean.js';
import { findJob } from './find-job.js';
import { hasEnded, logLine, type Log } from './log-line.js';

const LOOK_EVERY_MS = 1_000;

export const runJob = defineCommand<{ wait?: boolean }>({
  usage: 'run <job>',
  summary: 'Run a cron job now, and wait for its end. Ends with 1 when the run failed.',
  configure: (command) => command.option('--no-wait', 'do not wait longer than the server does'),
  async run({ client, operands, options, terminal }) {
    const carillon = await client();
    const { id: jobId } = await findJob(carillon, operands[0] ?? '');
    const { result, runId = '' } = await carillon.executeJob({ path: { jobId } });
    const log = result ?? (options.wait === false ? null : await waitForEnd(carillon, runId, terminal));
    if (log === null) return { text: `The run ${runId} goes on.`, data: { runId, result: null } };
    const answer = log.responseBody === null || log.responseBody === '' ? [] : [clean(log.responseBody)];
    const exitCode = log.successful === true ? EXIT.ok : EXIT.failed;
    return {
      text: [logLine(log, terminal.color), ...answer].join('\n'),
      data: { runId: log.id, result: log },
      exitCode,
    };
  },
});

async function waitForEnd(carillon: CarillonClient, logId: string, { stopping, say }: Call['terminal']): Promise<Log> {
  say(`The run ${logId} goes on; waiting for its end…`);
  for (;;) {
    await delay(LOOK_EVERY_MS, undefined, { signal: stopping }).catch(() => {
      throw new Interrupted(`The run ${logId} goes on.`);
    });
    const log = await carillon.getLog({ path: { logId } });
    if (hasEnded(log)) return log;
  }
}
