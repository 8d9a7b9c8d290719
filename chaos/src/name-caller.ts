import { subscribe } from 'node:diagnostics_channel';

/** Loaded into every process of a run: each call to a target says which process made it, so that a repeat has a culprit. */
subscribe('undici:request:create', (message) => {
  const { request } = message as { request: { addHeader(name: string, value: string): void } };
  request.addHeader('chaos-pid', String(process.pid));
});
