/**
 * Flags for node in every app process. A young generation of 64 MB instead of 16: what a run leaves behind lives for as
 * long as its call, and was copied twice before it died; the larger space took the worker from 155 to 100 µs of CPU a
 * run (docs/adr/0011). The images set the same in NODE_OPTIONS.
 */
export const NODE_FLAGS = ['--max-semi-space-size=64'];

/**
 * Variables for node in every app process. Names that only the system can look up share libuv's threads with
 * files, compression and encryption, and there are four by default.
 */
export const NODE_VARIABLES = { UV_THREADPOOL_SIZE: '32' };
