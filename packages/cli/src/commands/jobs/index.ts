import { defineGroup } from '../../command/define-command.js';
import { createJob } from './create-job.js';
import { deleteJobs } from './delete-jobs.js';
import { editJob } from './edit-job.js';
import { logs } from './follow-logs.js';
import { listJobs } from './list-jobs.js';
import { runJob } from './run-job.js';
import { showJob } from './show-job.js';
import { disableJobs, enableJobs, pauseJobs, resumeJobs } from './switch-jobs.js';

/** `carillon jobs …` */
export const jobs = defineGroup('jobs', 'Cron jobs: calls of addresses on schedules.', [
  listJobs,
  showJob,
  createJob,
  editJob,
  runJob,
  logs,
  pauseJobs,
  resumeJobs,
  enableJobs,
  disableJobs,
  deleteJobs,
]);
