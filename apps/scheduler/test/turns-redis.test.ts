import { queueBackends } from '@carillon/testkit/queue-backends';
import { describeTurns } from './turns-suite.js';

queueBackends.filter((backend) => backend.name === 'redis').forEach(describeTurns);
