import { describe, expect, it } from '@jest/globals';
import { ensureProgram } from '../src/ensure-program.js';

describe('ensureProgram', () => {
  it('finds what is on the PATH', async () => {
    expect(await ensureProgram('sh', { debian: 'dash' })).toMatch(/\/sh$/);
  });

  it('says what to install where it cannot install itself', async () => {
    const asked = ensureProgram('promtool', { debian: 'prometheus' }, { PATH: '/nowhere' });
    await expect(asked).rejects.toThrow('need promtool: install it (on Debian it is in the package prometheus)');
  });
});
