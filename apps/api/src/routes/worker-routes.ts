import type { Route } from '../http/define-route.js';
import { getIncident } from './incidents/get-incident.js';
import { getIncidentStats } from './incidents/get-incident-stats.js';
import { listIncidentsRoute } from './incidents/list-incidents.js';
import { resolveIncidentRoute } from './incidents/resolve-incident.js';
import { activateJobs } from './worker-jobs/activate-worker-jobs.js';
import { cancelJob, deleteJobOfWorkers } from './worker-jobs/cancel-worker-job.js';
import { completeWorkerJob } from './worker-jobs/complete-worker-job.js';
import { createWorkerJob } from './worker-jobs/create-worker-job.js';
import { createManyWorkerJobs } from './worker-jobs/create-worker-jobs.js';
import { failWorkerJobRoute } from './worker-jobs/fail-worker-job.js';
import { getWorkerJob } from './worker-jobs/get-worker-job.js';
import { getWorkerJobStats } from './worker-jobs/get-worker-job-stats.js';
import { getWorkerJobTimeline } from './worker-jobs/get-worker-job-timeline.js';
import { listJobsOfWorkers } from './worker-jobs/list-worker-jobs.js';
import { setRetries } from './worker-jobs/set-retries.js';
import { setTimeoutOfJob } from './worker-jobs/set-timeout.js';
import { throwError } from './worker-jobs/throw-worker-job-error.js';
import { getSystemInfo } from './worker-system/get-info.js';
import { getSystemMetrics } from './worker-system/get-metrics.js';
import { getSystemStatus } from './worker-system/get-status.js';

/** The operations under `/api/v1`. A fixed path comes before one with a parameter. */
export const workerRoutes: readonly Route[] = [
  listJobsOfWorkers,
  createWorkerJob,
  createManyWorkerJobs,
  activateJobs,
  getWorkerJobStats,
  getWorkerJobTimeline,
  getWorkerJob,
  deleteJobOfWorkers,
  completeWorkerJob,
  failWorkerJobRoute,
  throwError,
  cancelJob,
  setRetries,
  setTimeoutOfJob,
  listIncidentsRoute,
  getIncidentStats,
  getIncident,
  resolveIncidentRoute,
  getSystemStatus,
  getSystemMetrics,
  getSystemInfo,
];
