import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { describe, expect, it } from '@jest/globals';

const GUARD = new URL('../dist/guard.js', import.meta.url).href;

describe('guardProcess', () => {
  it('ends the guarded process when the guarding one is killed', async () => {
    const { server, keeper } = await guarded('');
    keeper.kill('SIGKILL');
    expect(await once(server, 'exit')).toEqual([null, 'SIGINT']);
  });

  it('leaves it alone once released', async () => {
    const { server, keeper } = await guarded('guard.release();');
    keeper.kill('SIGTERM');
    await once(keeper, 'exit');
    server.kill('SIGKILL');
    expect(await once(server, 'exit')).toEqual([null, 'SIGKILL']);
  });
});

async function guarded(then: string): Promise<{ server: ChildProcess; keeper: ChildProcess }> {
  const server = spawn('sleep', ['60'], { stdio: 'ignore' });
  const script = `const guard = (await import('${GUARD}')).guardProcess(${server.pid ?? 0}, 'INT'); ${then}
    process.stdout.write('watching'); process.stdin.resume();`;
  const keeper = spawn(process.execPath, ['--input-type=module', '-e', script], { stdio: ['pipe', 'pipe', 'inherit'] });
  await once(keeper.stdout, 'data');
  return { server, keeper };
}
