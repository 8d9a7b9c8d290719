import { buildProgram } from '@carillon/cli/program';
import { readSettings } from '@carillon/cli/config/settings';
import { describe, expect, it } from '@jest/globals';
import { runCli } from '../src/cli.js';
import { COMMANDS } from '../src/cli/commands.js';
import { operatorGroup } from '../src/cli/operator-group.js';

/** What a line does: the exit code, and whether the operator's commands were asked. */
async function parse(line: string): Promise<{ asked: number; exitCode: number; written: string }> {
  let asked = 0;
  const written: string[] = [];
  const write = (text: string) => void written.push(text);
  const terminal = {
    out: write,
    say: write,
    isInteractive: false,
    color: false,
    progress: null,
    ask: () => Promise.resolve(''),
    readInput: () => Promise.resolve(''),
    stopping: new AbortController().signal,
  };
  const runtime = { terminal, settings: readSettings({}), exitCode: 0 };
  const group = operatorGroup(COMMANDS, () => {
    asked += 1;
    return Promise.resolve(7);
  });
  await buildProgram(runtime, [group])
    .parseAsync(line.split(' '), { from: 'user' })
    .catch(() => undefined);
  return { asked, exitCode: runtime.exitCode, written: written.join('\n') };
}

describe("the operator's commands", () => {
  it.each([...COMMANDS.map(({ words, operands = [] }) => [words, ...operands.map(() => 'x')].join(' '))])(
    'operator %s is carried out by them',
    async (line) => {
      expect(await parse(`operator ${line} --json`)).toMatchObject({ asked: 1, exitCode: 7 });
    },
  );

  it('are in the help, and take no options that they do not have', async () => {
    expect((await parse('operator user --help')).written).toContain('Adds a user');
    expect(await parse('operator user list --frobnicate')).toMatchObject({ asked: 0 });
  });

  it('keep their spellings without the word', async () => {
    expect(await runCli(['user', 'create'], {})).toBe(2);
    expect(await runCli(['plan', 'list', '--frobnicate'], {})).toBe(2);
  });
});
