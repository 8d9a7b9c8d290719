import { execFileSync } from 'node:child_process';
import { chmod, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { findBinaries, program } from '../src/binaries.js';
import { copyForOthers } from '../src/binary-cache.js';
import type { Account } from '../src/reachability.js';
import { serverAccount } from '../src/server-account.js';

// The cache is for root alone: any other user runs the installed binaries as they are.
const isRoot = process.getuid?.() === 0;

(isRoot ? describe : describeNothing)('copyForOthers', () => {
  let base: string;
  let account: Account;
  beforeEach(async () => {
    base = await mkdtemp(join(tmpdir(), 'carillon-cache-'));
    await chmod(base, 0o755);
    account = (await serverAccount()) ?? { name: 'root', uid: 0, gid: 0 };
  });
  afterEach(() => rm(base, { recursive: true, force: true }));

  it('makes one copy that the account can run, however many ask at once', async () => {
    const copies = await Promise.all([1, 2, 3].map(() => copyForOthers(findBinaries(), account, [base])));
    const roots = new Set(copies.map(({ root }) => root));
    expect(roots.size).toBe(1);
    expect(await readdir(join(base, 'carillon-postgres'))).toHaveLength(1);
    const postgres = program(copies[0] ?? findBinaries(), 'postgres');
    const said = execFileSync(postgres, ['--version'], { uid: account.uid, gid: account.gid, cwd: '/' });
    expect(said.toString()).toContain('(PostgreSQL) 18');
  });

  it('does not trust a directory that others may write', async () => {
    await mkdir(join(base, 'carillon-postgres'));
    await chmod(join(base, 'carillon-postgres'), 0o777);
    await expect(copyForOthers(findBinaries(), account, [base])).rejects.toThrow(
      'is not a directory that only root may write',
    );
  });

  it('goes on to the next place when the first is closed to the account', async () => {
    const closed = join(base, 'closed');
    await mkdir(closed, { mode: 0o700 });
    const root = join(base, 'installed');
    await mkdir(join(root, 'bin'), { recursive: true });
    await writeFile(join(root, 'bin/postgres'), 'a program');
    const copy = await copyForOthers({ ...findBinaries(), root }, account, [closed, base]);
    expect(copy.root.startsWith(join(base, 'carillon-postgres'))).toBe(true);
    expect(await readFile(program(copy, 'postgres'), 'utf8')).toBe('a program');
  });
});

function describeNothing(): void {
  it('does not work for another user than root', async () => {
    const account = { name: 'somebody', uid: 1, gid: 1 };
    await expect(copyForOthers(findBinaries(), account, [tmpdir()])).rejects.toThrow('could not be copied');
  });
}
