import { execFile } from 'node:child_process';
import { ensureProgram } from '@carillon/testkit/ensure-program';

/** Runs promtool, which comes with Prometheus; resolves to what it says, and rejects with that when it finds a fault. */
export async function promtool(...args: string[]): Promise<string> {
  const program = await ensureProgram('promtool', { debian: 'prometheus' });
  return new Promise((resolve, reject) => {
    execFile(program, args, (error, stdout, stderr) => {
      if (error === null) resolve(stdout);
      else reject(new Error(`promtool ${args.join(' ')}: ${stdout}${stderr}`));
    });
  });
}
