import { queueBackends } from '@carillon/testkit/queue-backends';
import { describeRolling } from './rolling-suite.js';

queueBackends.filter((backend) => backend.name === 'redis').forEach(describeRolling);
