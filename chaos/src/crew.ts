import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { freePort } from '@carillon/embedded-db/free-port';
import { spawnApp, type AppExit, type AppName, type SpawnedApp } from '@carillon/testkit/spawn-app';
import type { Journal, NemesisLine } from './records.js';

/** One of our processes: whoever fills the place at the moment. */
export interface Member {
  /** `worker-1` */
  readonly name: string;
  readonly app: AppName;
  /** Something is being done to it. */
  isBusy: boolean;
}

/** Two of each process, each brought back when it ends. */
export interface Crew {
  readonly members: readonly Member[];
  readonly apiUrls: readonly string[];
  /** SIGKILL; a new one after `awayMs`. */
  kill(member: Member, awayMs: number): Promise<void>;
  /** SIGTERM; a new one when it has gone. */
  replace(member: Member): Promise<void>;
  /** SIGSTOP, and SIGCONT after `ms`. */
  freeze(member: Member, ms: number): Promise<void>;
  stop(): Promise<void>;
}

interface Place extends Member {
  env: Record<string, string>;
  process: SpawnedApp;
  /** The process that we have asked to end. */
  asked: SpawnedApp | null;
}

const APPS: readonly AppName[] = ['api', 'scheduler', 'worker'];

/** Two seconds more than the longest call of the target, and less than what `stop` waits before it kills. */
const GRACE_SECONDS = 8;

export interface CrewOptions {
  /** For their logs. */
  folder: string;
  env: Record<string, string>;
  journal: Journal<NemesisLine>;
}

export async function startCrew({ folder, env, journal }: CrewOptions): Promise<Crew> {
  const places: Place[] = [];
  let incarnations = 0;
  let isStopping = false;

  const launch = async (name: string, app: AppName, own: Record<string, string>) => {
    const started = await spawnApp(app, { ...env, ...own, SHUTDOWN_GRACE_SECONDS: String(GRACE_SECONDS) });
    const file = join(folder, `${name}.${++incarnations}.${started.pid}.log`);
    void started.exited.then(() => writeFileSync(file, `${started.logs.join('\n')}\n`));
    return started;
  };
  const note = (name: string, why: string, logs: readonly string[]) =>
    journal.write({ kind: 'exit', name, why, lastLines: logs.slice(-5), at: Date.now() });

  /** Fills a place again, as whatever supervises processes would: until it holds. */
  const refill = async (place: Place): Promise<void> => {
    while (!isStopping) {
      try {
        place.process = await launch(place.name, place.app, place.env);
        return watch(place);
      } catch (error) {
        note(place.name, 'could not start', [String(error)]);
        await delay(500);
      }
    }
  };
  const watch = (place: Place): void => {
    const { process: watched } = place;
    void watched.exited.then((exit) => {
      if (place.asked === watched) return;
      note(place.name, `ended by itself: ${describe(exit)}`, watched.logs);
      void refill(place);
    });
  };
  const disturb = async (
    member: Member,
    kind: 'kill' | 'freeze' | 'replace',
    work: (place: Place) => Promise<void>,
  ) => {
    const place = member as Place;
    const { name } = place;
    const { pid } = place.process;
    const from = Date.now();
    place.isBusy = true;
    await work(place).finally(() => (place.isBusy = false));
    journal.write({ kind, name, pid, from, to: Date.now() });
  };

  for (const app of APPS) {
    for (const i of [1, 2]) {
      const own: Record<string, string> = app === 'api' ? { PORT: String(await freePort()) } : {};
      const name = `${app}-${i}`;
      const started = await launch(name, app, own);
      const place: Place = { name, app, isBusy: false, env: own, process: started, asked: null };
      places.push(place);
      watch(place);
    }
  }
  return {
    members: places,
    apiUrls: places.filter(({ app }) => app === 'api').map(({ env: { PORT } }) => `http://127.0.0.1:${PORT}`),
    kill: (member, awayMs) =>
      disturb(member, 'kill', async (place) => {
        place.asked = place.process;
        place.process.kill('SIGKILL');
        await place.process.exited;
        await delay(awayMs);
        await refill(place);
      }),
    replace: (member) =>
      disturb(member, 'replace', async (place) => {
        place.asked = place.process;
        const exit = await place.process.stop();
        if (exit.code !== 0) note(place.name, `did not stop cleanly: ${describe(exit)}`, place.process.logs);
        await refill(place);
      }),
    freeze: (member, ms) => disturb(member, 'freeze', (place) => freeze(place.process.pid, ms)),
    async stop() {
      isStopping = true;
      for (const place of places) place.asked = place.process;
      await Promise.all(places.map((place) => place.process.stop()));
    },
  };
}

/** By a shell of its own, so that the process goes on even if we end in between. */
async function freeze(pid: number, ms: number): Promise<void> {
  const script = 'kill -STOP "$1"; sleep "$2"; kill -CONT "$1"';
  const shell = spawn('/bin/sh', ['-c', script, 'freeze', String(pid), String(ms / 1_000)], {
    stdio: 'ignore',
    detached: true,
  });
  await once(shell, 'exit');
}

const describe = ({ code, signal }: AppExit) => (signal === null ? `exit code ${String(code)}` : signal);
