import { common } from './common';
import { overview } from './overview';
import { jobs } from './jobs';
import { editor } from './editor';
import { runs } from './runs';
import { webhooks } from './webhooks';
import { workerJobs } from './worker-jobs';
import { account } from './account';
import { admin } from './admin';
import type { Catalogue } from '../en';

export const catalogue: Catalogue = { common, overview, jobs, editor, runs, webhooks, workerJobs, account, admin };
