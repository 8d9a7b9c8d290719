import type { Publisher } from '../queues/publish.js';
import type { Tracing } from './tracing.js';

/** A publisher that tells of every time that it puts batches into the queue. */
export function tracePublisher(publisher: Publisher, tracing: Tracing | null): Publisher {
  if (tracing === null) return publisher;
  return {
    ...publisher,
    publish: (batches) => {
      const runs = batches.reduce((sum, batch) => sum + batch.runIds.length, 0);
      const facts = {
        'messaging.system': 'bullmq',
        'messaging.operation.type': 'send',
        'messaging.batch.message_count': batches.length,
        'carillon.runs': runs,
      };
      return tracing.trace('publish runs', { kind: 'producer', facts }, () => publisher.publish(batches));
    },
  };
}
