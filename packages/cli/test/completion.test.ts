import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { expect, it } from '@jest/globals';
import { run } from './support.js';

const execute = promisify(execFile);

/** What bash offers after a line. */
async function offers(script: string, line: string): Promise<string[]> {
  const words = line.split(' ');
  const quoted = words.map((word) => `'${word}'`).join(' ');
  const program = `${script}\nCOMP_WORDS=(${quoted}); COMP_CWORD=${words.length - 1}; _carillon; printf '%s\\n' "\${COMPREPLY[@]}"`;
  const { stdout } = await execute('bash', ['-c', program]);
  return stdout.trim() === '' ? [] : stdout.trim().split('\n');
}

it('bash completes commands, options and their choices', async () => {
  const { out: script } = await run(['completion', 'bash']);
  expect(await offers(script, 'carillon wor')).toEqual(['worker-jobs']);
  expect(await offers(script, 'carillon jobs re')).toEqual(['resume']);
  expect(await offers(script, 'carillon jobs logs my-job --fo')).toEqual(['--follow']);
  expect(await offers(script, 'carillon incidents list --status O')).toEqual(['OPEN']);
  expect(await offers(script, 'carillon completion z')).toEqual(['zsh']);
  // Left to bash, which completes names of files.
  expect(await offers(script, 'carillon plan -f jo')).toEqual([]);
});

it.each([
  ['zsh', ["'jobs') candidates=('list:List cron jobs, newest first.'", 'compdef _carillon carillon']],
  ['fish', [`complete -c carillon -n '__carillon_at "jobs"' -f -a list -d 'List cron jobs, newest first.'`]],
])('%s has a script of its own', async (shell, parts) => {
  const { code, out } = await run(['completion', shell]);
  expect(code).toBe(0);
  for (const part of parts) expect(out).toContain(part);
  expect((await run(['completion', shell, '--json'])).json()).toMatchObject({ shell });
});
