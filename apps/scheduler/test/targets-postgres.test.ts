import { queueBackends } from '@carillon/testkit/queue-backends';
import { describeTargets } from './targets-suite.js';

queueBackends.filter((backend) => backend.name === 'postgres').forEach(describeTargets);
