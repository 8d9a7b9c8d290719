import { defineCommand } from '../command/define-command.js';
import { table, type Cell } from '../output/table.js';

/** `carillon usage` */
export const usage = defineCommand({
  usage: 'usage',
  summary: 'Show what the month and the day have used of the plan.',
  async run({ client, terminal }) {
    const data = await (await client()).getUsage();
    const { current, monthly, daily, todayActivity: today, limits } = data;
    const rows: Cell[][] = [
      ['jobs', current.jobs, limits.maxJobs ?? 'none'],
      ['API keys', current.apiKeys, limits.maxApiKeys],
      ['runs this month', monthly.executions, limits.monthlyRuns ?? 'none'],
      ['API calls today', daily.apiCalls, limits.dailyApiCalls ?? 'none'],
      ['runs today', daily.executions, ''],
      ['jobs created today', today.jobsCreated, ''],
      ['jobs deleted today', today.jobsDeleted, ''],
    ];
    return { text: `Plan ${limits.plan}\n\n${table(['', 'USED', 'LIMIT'], rows, terminal.color)}`, data };
  },
});
