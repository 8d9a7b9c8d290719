import type { ChangeSubscription } from '@carillon/core/engine/change-subscription';
import { sentence } from '@carillon/core/messages/say';
import { z } from 'zod';
import { defineRoute } from '../../http/define-route.js';
import { Problem } from '../../http/problem.js';
import { events as example } from '../../openapi/overview-examples.js';
import type { EventStream } from '../../http/event-stream.js';
import { cronSurface } from '../../surfaces/cron.js';

/** When somebody who has too many streams open may try again. */
const RETRY_AFTER_SECONDS = 5;

export const streamEvents = defineRoute(
  {
    surface: cronSurface,
    method: 'get',
    path: '/api/events',
    operationId: 'streamEvents',
    summary: '変更の通知 (Server-Sent Events)',
    description:
      'Says what has changed, within about a second, so that it can be asked for again; never what it is. `event: hello` comes first: whatever changes from then on is told. `event: change` has `data: {"topics": […]}` with some of `runs` (the ledger, and with it the last outcome of jobs), `jobs` (definitions, webhooks, keys), `workerJobs` and `incidents`. A comment comes every 15 s. The stream ends when its key is revoked or the service stops: open it again, and ask for everything anew. At most 5 for a key and 200 for a process.',
    tags: ['Account'],
    scope: 'read:logs',
    status: 200,
    mediaType: 'text/event-stream',
    response: z.string(),
    example,
  },
  async ({ principal, deps }) => {
    const joined = await deps.changes.join(principal);
    if (joined.kind !== 'joined') throw refusal(joined.kind);
    const { subscription } = joined;
    return {
      data: '',
      stream: (events) => begin(events, subscription),
      takeBack: () => subscription.leave(),
    };
  },
);

function begin(events: EventStream, subscription: ChangeSubscription): void {
  events.onClose(() => subscription.leave());
  events.send('hello', {});
  subscription.listen({
    onChange: (topics) => events.send('change', { topics }),
    onEnd: () => events.end(),
  });
}

function refusal(kind: 'too_many_of_key' | 'too_many'): Problem {
  const say = sentence(kind === 'too_many' ? 'streams_full' : 'too_many_streams');
  return new Problem('rate_limited', say, { headers: { 'Retry-After': String(RETRY_AFTER_SECONDS) } });
}
