import type { OperationId } from '@carillon/client/rest';

/** What the server says has changed; see `GET /api/events`. Those it does not tell of are fetched again after a change of ours. */
export const TOPICS = ['runs', 'jobs', 'workerJobs', 'incidents', 'webhooks', 'keys', 'account', 'admin'] as const;
export type Topic = (typeof TOPICS)[number];

const RULES: readonly [RegExp, Topic][] = [
  [/Incident/, 'incidents'],
  [/WorkerJob/, 'workerJobs'],
  [/Log|Run|Outcomes/, 'runs'],
  [/Webhook/, 'webhooks'],
  [/Key/, 'keys'],
  [/^(getUsage|simulatePlan|changePlan|getMe|listOwnAudit)$/, 'account'],
  [/Job|Firings|preview/i, 'jobs'],
];

/** What an operation's answer is about, by the operation's name. */
export const topicOf = (id: OperationId): Topic => RULES.find(([names]) => names.test(id))?.[1] ?? 'admin';
