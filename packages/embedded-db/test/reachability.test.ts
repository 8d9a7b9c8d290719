import { chmod, mkdir, mkdtemp, realpath, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { barrierOnTheWayTo, mayEnter } from '../src/reachability.js';

const account = { name: 'postgres', uid: 101, gid: 104 };

describe('mayEnter', () => {
  it.each([
    ['a directory open to all', { mode: 0o755, uid: 0, gid: 0 }, true],
    ['one that may be passed but not listed', { mode: 0o711, uid: 0, gid: 0 }, true],
    ['a private directory of root', { mode: 0o700, uid: 0, gid: 0 }, false],
    ['its own', { mode: 0o700, uid: 101, gid: 0 }, true],
    ['its own without the owner bit, whatever others may do', { mode: 0o677, uid: 101, gid: 0 }, false],
    ['one of its group', { mode: 0o710, uid: 0, gid: 104 }, true],
    ['one that shuts its group out', { mode: 0o701, uid: 0, gid: 104 }, false],
  ])('%s', (_name, directory, expected) => {
    expect(mayEnter(directory, account)).toBe(expected);
  });

  it('lets root in everywhere', () => {
    expect(mayEnter({ mode: 0, uid: 5, gid: 5 }, { name: 'root', uid: 0, gid: 0 })).toBe(true);
  });
});

describe('barrierOnTheWayTo', () => {
  let base: string;
  beforeAll(async () => {
    base = await realpath(await mkdtemp(join(tmpdir(), 'carillon-reach-')));
    await mkdir(join(base, 'closed', 'inner'), { recursive: true });
    await chmod(base, 0o755);
    await chmod(join(base, 'closed'), 0o700);
  });
  afterAll(() => rm(base, { recursive: true, force: true }));

  const stranger = { name: 'stranger', uid: 4_000_001, gid: 4_000_001 };

  it('names the first closed directory', async () => {
    expect(await barrierOnTheWayTo(join(base, 'closed', 'inner'), stranger)).toBe(join(base, 'closed'));
  });

  it('finds no barrier on an open way', async () => {
    expect(await barrierOnTheWayTo(base, stranger)).toBeNull();
  });
});
