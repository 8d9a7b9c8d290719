import { describe, expect, it } from '@jest/globals';
import { readArguments } from '../src/cli/arguments.js';
import { COMMANDS } from '../src/cli/commands.js';

const read = (line: string) => readArguments(line === '' ? [] : line.split(' '), COMMANDS);

describe('readArguments', () => {
  it('finds command, options and --json', () => {
    const request = read('user create --email a@b.example --name Ann --json');
    expect(request).toMatchObject({
      command: { words: 'user create' },
      options: { email: 'a@b.example', name: 'Ann' },
      json: true,
    });
  });

  it('finds operands', () => {
    expect(read('key revoke key_1')).toMatchObject({ operands: ['key_1'], json: false });
  });

  it.each(['', 'help', '--help', 'user create --help'])('shows the help for "%s"', (line) => {
    expect(read(line)).toBe('help');
  });

  it.each([
    ['user destroy', 'There is no command "user destroy": the commands are user create, user list'],
    ['user create', '"user create" needs --email and --name.'],
    ['user create --email a --name', `"user create": Option '--name <value>' argument missing.`],
    ['user list --plan x', `"user list": Unknown option '--plan'.`],
    ['user list extra', '"user list" takes options only, not "extra".'],
    ['key revoke', '"key revoke" takes <key id>, not "".'],
  ])('refuses "%s"', (line, sentence) => {
    expect(() => read(line)).toThrow(sentence);
  });
});
