import { defineGroup } from '../../command/define-command.js';
import { cancelWorkerJob } from './cancel-worker-job.js';
import { createWorkerJob } from './create-worker-job.js';
import { listWorkerJobs } from './list-worker-jobs.js';
import { showStats } from './show-stats.js';
import { showWorkerJob } from './show-worker-job.js';

/** `carillon worker-jobs …` */
export const workerJobs = defineGroup('worker-jobs', 'Jobs that workers pull.', [
  listWorkerJobs,
  showWorkerJob,
  createWorkerJob,
  cancelWorkerJob,
  showStats,
]);
