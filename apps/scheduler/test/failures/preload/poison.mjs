import { subscribe } from 'node:diagnostics_channel';

/** A call to /poison kills the process that makes it. */
subscribe('undici:request:create', ({ request }) => {
  if (request.path === '/poison') process.kill(process.pid, 'SIGKILL');
});
