import { migrate } from '@carillon/core/engine/migrate';
import { listAudit } from './audit-commands.js';
import type { Command } from './command.js';
import { createKey, listKeys, revokeKey } from './key-commands.js';
import { FIGURE_OPTIONS, putOnPlan, setPlan, showPlans } from './plan-commands.js';
import { check, rotate } from './secret-commands.js';
import { createAccount, listAccounts } from './user-commands.js';

/** Every command, in the order of the help. */
export const COMMANDS: readonly Command[] = [
  {
    words: 'user create',
    required: { email: '<address>', name: '<name>' },
    optional: { plan: '<plan>' },
    summary: 'Adds a user, on the plan DEFAULT_PLAN unless said.',
    run: createAccount,
  },
  { words: 'user list', summary: 'Lists all users.', run: listAccounts },
  {
    words: 'user plan',
    operands: ['<email|id>', '<plan>'],
    summary: 'Puts a user on a plan, and disables what does not fit it.',
    run: putOnPlan,
  },
  { words: 'plan list', summary: 'Lists all plans with their figures.', run: showPlans },
  {
    words: 'plan set',
    operands: ['<name>'],
    optional: FIGURE_OPTIONS,
    summary: 'Changes figures of a plan; with all of them it adds a plan. Nothing that its users have is disabled.',
    run: setPlan,
  },
  {
    words: 'key create',
    required: { user: '<email|id>', name: '<name>' },
    optional: { scopes: '<a,b,…>', tenants: '<a,b,…>', expires: '<ISO instant>' },
    summary: 'Gives a user an API key; its token is shown once. Without --scopes it may manage jobs and logs.',
    run: createKey,
  },
  { words: 'key list', required: { user: '<email|id>' }, summary: "Lists a user's API keys.", run: listKeys },
  {
    words: 'key revoke',
    operands: ['<key id>'],
    optional: { user: '<email|id>' },
    summary: 'Removes an API key for good.',
    run: revokeKey,
  },
  {
    words: 'audit list',
    optional: {
      user: '<email|id>',
      action: '<name>',
      from: '<ISO instant>',
      to: '<ISO instant>',
      limit: '<1–1000>',
      before: '<event id>',
    },
    summary: 'Lists who changed which key, job or plan, newest first; 100 events unless --limit says otherwise.',
    run: listAudit,
  },
  {
    words: 'secrets rotate',
    summary: 'Seals every secret with ENCRYPTION_KEY that is sealed with one of ENCRYPTION_KEYS_OLD, or not yet.',
    run: rotate,
  },
  { words: 'secrets check', summary: 'Counts the secrets by key, and tries to open each of them.', run: check },
  {
    words: 'migrate',
    summary: 'Brings the database up to date.',
    run: async ({ databaseUrl }) => {
      await migrate(databaseUrl);
      return { text: 'The database is up to date.', data: { migrated: true } };
    },
  },
];
