import { queueBackends } from '@carillon/testkit/queue-backends';
import { describePipeline } from './pipeline-suite.js';

queueBackends.filter((backend) => backend.name === 'redis').forEach(describePipeline);
