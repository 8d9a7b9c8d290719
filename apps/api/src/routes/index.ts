import type { Route } from '../http/define-route.js';
import { getMe } from './account/get-me.js';
import { listOwnAudit } from './account/list-own-audit.js';
import { streamEvents } from './account/stream-events.js';
import { changeUserPlan } from './admin/change-user-plan.js';
import { createUser } from './admin/create-user.js';
import { editPlan } from './admin/edit-plan.js';
import { getLateness } from './admin/get-lateness.js';
import { getStats } from './admin/get-stats.js';
import { listAuditEvents } from './admin/list-audit-events.js';
import { listPlans } from './admin/list-plans.js';
import { listUsers } from './admin/list-users.js';
import { simulateUserPlan } from './admin/simulate-user-plan.js';
import { backfillJob } from './jobs/backfill-job.js';
import { createJob } from './jobs/create-job.js';
import { createJobs } from './jobs/create-jobs.js';
import { deleteJob } from './jobs/delete-job.js';
import { executeJob } from './jobs/execute-job.js';
import { getJob } from './jobs/get-job.js';
import { listJobOutcomes } from './jobs/list-job-outcomes.js';
import { listJobTags } from './jobs/list-job-tags.js';
import { listJobs } from './jobs/list-jobs.js';
import { previewJob } from './jobs/preview-job.js';
import { previewMissedOfDraft } from './jobs/preview-missed-of-draft.js';
import { previewMissedOfJob } from './jobs/preview-missed-of-job.js';
import { previewSchedule } from './jobs/preview-schedule.js';
import { testJob } from './jobs/test-job.js';
import { updateJob } from './jobs/update-job.js';
import { createKey } from './keys/create-key.js';
import { deleteKey } from './keys/delete-key.js';
import { getKey } from './keys/get-key.js';
import { listKeys } from './keys/list-keys.js';
import { updateKey } from './keys/update-key.js';
import { deleteLog } from './logs/delete-log.js';
import { getLog } from './logs/get-log.js';
import { listJobLogs } from './logs/list-job-logs.js';
import { listLogs } from './logs/list-logs.js';
import { replayLog } from './logs/replay-log.js';
import { changePlan } from './plan/change-plan.js';
import { getUsage } from './plan/get-usage.js';
import { listOfferedPlans } from './plan/list-offered-plans.js';
import { simulatePlan } from './plan/simulate-plan.js';
import { getRunStats } from './stats/get-run-stats.js';
import { getUpcomingFirings } from './stats/get-upcoming-firings.js';
import { createWebhook } from './webhooks/create-webhook.js';
import { deleteWebhook } from './webhooks/delete-webhook.js';
import { getDelivery } from './webhooks/get-delivery.js';
import { getWebhook } from './webhooks/get-webhook.js';
import { listDeliveries } from './webhooks/list-deliveries.js';
import { listWebhooks } from './webhooks/list-webhooks.js';
import { replayDeadDeliveries } from './webhooks/replay-dead-deliveries.js';
import { replayDelivery } from './webhooks/replay-delivery.js';
import { rotateWebhookSecret } from './webhooks/rotate-webhook-secret.js';
import { testWebhook } from './webhooks/test-webhook.js';
import { updateWebhook } from './webhooks/update-webhook.js';
import { health } from './system/health.js';
import { ready } from './system/ready.js';
import { workerRoutes } from './worker-routes.js';

/** Every operation of the API; feeds the router and the document. A fixed path comes before one with a parameter. */
export const routes: readonly Route[] = [
  // First, since workers ask most often: the router goes through the list until one fits.
  ...workerRoutes,
  listJobs,
  createJob,
  createJobs,
  previewSchedule,
  previewMissedOfDraft,
  listJobOutcomes,
  listJobTags,
  testJob,
  getJob,
  updateJob,
  deleteJob,
  executeJob,
  backfillJob,
  previewJob,
  previewMissedOfJob,
  listJobLogs,
  listLogs,
  getLog,
  deleteLog,
  replayLog,
  getRunStats,
  getUpcomingFirings,
  streamEvents,
  listWebhooks,
  createWebhook,
  getWebhook,
  updateWebhook,
  deleteWebhook,
  rotateWebhookSecret,
  testWebhook,
  listDeliveries,
  replayDeadDeliveries,
  getDelivery,
  replayDelivery,
  listKeys,
  createKey,
  getKey,
  updateKey,
  deleteKey,
  getMe,
  listOwnAudit,
  getUsage,
  listOfferedPlans,
  simulatePlan,
  changePlan,
  listAuditEvents,
  simulateUserPlan,
  changeUserPlan,
  listUsers,
  createUser,
  getStats,
  getLateness,
  listPlans,
  editPlan,
  health,
  ready,
];
