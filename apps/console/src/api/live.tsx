import { useQueryClient } from '@tanstack/react-query';
import { createContext, use, useEffect, useState, type ReactNode } from 'react';
import { useSession } from '../session/session';
import type { Credential } from '../session/credential';
import { listenToEvents } from './events';
import type { Topic } from './topics';

/** How often answers are fetched again while the server's stream of events is away. */
const POLL_MS = 5_000;
const LONGEST_PAUSE_MS = 30_000;
/** Between two fetches that changes ask for. */
const GATHER_MS = 2_000;

const LiveContext = createContext(false);

/** Whether the page hears of changes at once. */
export const useIsLive = (): boolean => use(LiveContext);

/** Between two fetches of the same answer; false where the server tells of changes. */
export const usePollMs = (): number | false => (useIsLive() ? false : POLL_MS);

/** Keeps a stream of events open while somebody is signed in, and has what changed read again. */
export function LiveProvider({ children }: { children: ReactNode }) {
  const { credential } = useSession();
  const queries = useQueryClient();
  const [isLive, setLive] = useState(false);
  useEffect(() => {
    if (credential?.kind !== 'key') return;
    const leaving = new AbortController();
    const changes = gather((topic) => void queries.invalidateQueries({ queryKey: [topic] }));
    void stayTuned(credential, { onChange: changes.add, onState: setLive }, leaving.signal);
    return () => {
      leaving.abort();
      changes.stop();
    };
  }, [credential, queries]);
  return <LiveContext value={isLive}>{children}</LiveContext>;
}

/** Passes a change on at once, and what follows within two seconds together: a busy account changes all the time. */
function gather(pass: (topic: Topic) => void) {
  const waiting = new Set<Topic>();
  let timer: ReturnType<typeof setTimeout> | undefined;
  const flush = () => {
    timer = waiting.size === 0 ? undefined : setTimeout(flush, GATHER_MS);
    waiting.forEach(pass);
    waiting.clear();
  };
  const add = (topics: readonly Topic[]) => {
    for (const topic of topics) waiting.add(topic);
    // A webhook is told when a run ends.
    if (topics.includes('runs')) waiting.add('webhooks');
    if (timer === undefined) flush();
  };
  return { add, stop: () => clearTimeout(timer) };
}

interface Tuned {
  onChange: (topics: readonly Topic[]) => void;
  onState: (isLive: boolean) => void;
}

/** Opens the stream again whenever it ends, after a pause that grows while it cannot be had. */
async function stayTuned(credential: Credential, { onChange, onState }: Tuned, signal: AbortSignal): Promise<void> {
  for (let failures = 0; !signal.aborted;) {
    const onOpen = () => {
      failures = 0;
      onState(true);
      // What changed while nobody listened.
      onChange(['runs', 'jobs', 'workerJobs', 'incidents']);
    };
    await listenToEvents(credential, { onOpen, onChange }, signal).catch(() => (failures += 1));
    if (signal.aborted) return;
    onState(false);
    await pause(Math.min(LONGEST_PAUSE_MS, 1_000 * 2 ** failures), signal);
  }
}

function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, ms);
    signal.addEventListener('abort', () => {
      clearTimeout(timer);
      resolve();
    });
  });
}
