import { queueBackends } from '@carillon/testkit/queue-backends';
import { describeFairness } from './fairness-suite.js';

queueBackends.filter((backend) => backend.name === 'postgres').forEach(describeFairness);
