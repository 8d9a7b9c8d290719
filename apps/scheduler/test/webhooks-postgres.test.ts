import { queueBackends } from '@carillon/testkit/queue-backends';
import { describeWebhooks } from './webhooks-suite.js';

queueBackends.filter((backend) => backend.name === 'postgres').forEach(describeWebhooks);
