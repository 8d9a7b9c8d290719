import { createParser } from 'eventsource-parser';
import { headersOf, type Credential } from '../session/credential';
import { TOPICS, type Topic } from './topics';

interface Listener {
  onOpen: () => void;
  onChange: (topics: readonly Topic[]) => void;
}

/**
 * Listens to `GET /api/events` until the stream ends or the signal aborts. EventSource cannot send the credential, so the
 * stream is read from a fetch.
 * @throws when there is no stream to be had
 */
export async function listenToEvents(credential: Credential, listener: Listener, signal: AbortSignal): Promise<void> {
  const headers = { ...headersOf(credential), accept: 'text/event-stream' };
  const response = await fetch('/api/events', { headers, signal, cache: 'no-store' });
  if (!response.ok || response.body === null) throw new Error(`There is no stream of events: ${response.status}`);
  listener.onOpen();
  const parser = createParser({
    onEvent: ({ event, data }) => {
      if (event === 'change') listener.onChange(topicsOf(data));
    },
  });
  const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return;
    parser.feed(value);
  }
}

/** A topic that this page does not know yet is left out. */
function topicsOf(data: string): readonly Topic[] {
  const { topics } = JSON.parse(data) as { topics?: unknown };
  return Array.isArray(topics) ? TOPICS.filter((topic) => topics.includes(topic)) : [];
}
