import { existsSync } from 'node:fs';

/** On SIGUSR2 the process does nothing but compute, timers and sockets unserved, until the file SPIN_UNTIL exists. */
process.on('SIGUSR2', () => {
  while (!existsSync(process.env.SPIN_UNTIL));
});
