import { once } from 'node:events';
import { chown, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { type Binaries, program } from './binaries.js';
import { makePrivateDirectory } from './cluster-location.js';
import type { Account } from './reachability.js';
import { spawnAs } from './spawn-as.js';

export interface InitOptions {
  readonly binaries: Binaries;
  readonly account: Account | null;
  readonly clusterDir: string;
  readonly user: string;
  readonly password: string;
  /** Skips fsync: for databases whose loss does not matter. */
  readonly fast: boolean;
}

/** Creates an empty UTF-8 cluster at `clusterDir`, whole or not at all. Throws a sentence with what initdb said. */
export async function initCluster(options: InitOptions): Promise<void> {
  const draft = `${options.clusterDir}.draft`;
  await rm(draft, { recursive: true, force: true });
  await rm(options.clusterDir, { recursive: true, force: true });
  await makePrivateDirectory(join(draft, 'data'), options.account);
  await makePrivateDirectory(draft, options.account);
  try {
    await writePassword(join(draft, 'password'), options);
    await runInitdb(draft, options);
    await rename(join(draft, 'data'), options.clusterDir);
  } finally {
    await rm(draft, { recursive: true, force: true });
  }
}

async function writePassword(path: string, { account, password }: InitOptions): Promise<void> {
  await writeFile(path, `${password}\n`, { mode: 0o600 });
  if (account !== null) await chown(path, account.uid, account.gid);
}

async function runInitdb(draft: string, options: InitOptions): Promise<void> {
  const child = spawnAs(options.account, program(options.binaries, 'initdb'), initdbArguments(draft, options), [
    'ignore',
    'pipe',
    'pipe',
  ]);
  let output = '';
  child.stdout?.on('data', (chunk: Buffer) => (output += chunk.toString()));
  child.stderr?.on('data', (chunk: Buffer) => (output += chunk.toString()));
  const [code] = (await once(child, 'close').catch((error: Error) => [error.message])) as [number | string | null];
  if (code === 0) return;
  throw new Error(
    `Creating a database in ${dirname(draft)} failed (initdb: ${String(code)}): ${output.trim().slice(-2000)}`,
  );
}

function initdbArguments(draft: string, { user, fast }: InitOptions): string[] {
  return [
    `--pgdata=${join(draft, 'data')}`,
    `--username=${user}`,
    `--pwfile=${join(draft, 'password')}`,
    '--auth=scram-sha-256',
    '--encoding=UTF8',
    // PostgreSQL's own C.UTF-8 needs no locale of the operating system, which a slim image may lack.
    '--locale=C',
    '--locale-provider=builtin',
    '--builtin-locale=C.UTF-8',
    ...(fast ? ['--no-sync'] : []),
  ];
}
