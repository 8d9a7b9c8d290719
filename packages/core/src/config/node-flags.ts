export type NodeApp = 'api' | 'scheduler' | 'worker';

/**
 * What an attempt of the worker leaves behind lives for as long as its call, and was copied twice in the usual young
 * generation of 16 MB before it died; the larger space took the worker from 155 to 100 µs of CPU a run. What a request of
 * the api leaves behind dies with it: there the larger space only took memory, as did an old generation that grows
 * fourfold before it is looked through (docs/adr/0011). docker-compose.yml sets the same.
 */
const FLAGS: Record<NodeApp, readonly string[]> = {
  api: ['--max-semi-space-size=16', '--heap-growing-percent=50'],
  scheduler: ['--max-semi-space-size=64'],
  worker: ['--max-semi-space-size=64'],
};

/** Flags for node in an app process. */
export const nodeFlags = (app: NodeApp): readonly string[] => FLAGS[app];

/**
 * Variables for node in every app process. Names that only the system can look up share libuv's threads with
 * files, compression and encryption, and there are four by default.
 */
export const NODE_VARIABLES = { UV_THREADPOOL_SIZE: '32' };
