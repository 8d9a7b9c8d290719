import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort } from '@carillon/embedded-db/free-port';
import { Redis } from 'ioredis';
import { waitFor } from '../wait-for.js';
import { startRedis, type OwnRedis } from './start-redis.js';

const SLOTS = 16_384;
const NODES = 3;

/** A cluster of three masters, each with its part of the slots in a file, and no replicas. */
export interface RedisCluster {
  /** What REDIS_URL would hold. */
  readonly url: string;
  readonly nodes: readonly OwnRedis[];
  /** Which node has a key. */
  holderOf(key: string): Promise<number>;
  /** Ends a node as a crash would. */
  kill(node: number): Promise<void>;
  /** Starts a node again, in the same place, with what it had on disk. */
  restart(node: number): Promise<void>;
  stop(): Promise<void>;
}

export async function startRedisCluster(): Promise<RedisCluster> {
  const directories = await Promise.all(Array.from({ length: NODES }, () => mkdtemp(join(tmpdir(), 'carillon-node-'))));
  const start = (keepIn: string, port: number) => startRedis({ keepIn, port, cluster: true });
  const nodes = await Promise.all(directories.map(async (directory) => start(directory, await clusterPort())));
  await joinUp(nodes);
  const at = (node: number) => {
    const [found, directory] = [nodes[node], directories[node]];
    if (found === undefined || directory === undefined) throw new Error(`There is no node ${node}`);
    return { found, directory };
  };
  return {
    url: `redis+cluster://${nodes.map((node) => `127.0.0.1:${node.port}`).join(',')}`,
    nodes,
    holderOf: (key) => ask(at(0).found, async (redis) => Math.floor((await redis.cluster('KEYSLOT', key)) / share)),
    kill: (node) => at(node).found.kill(),
    async restart(node) {
      const { found, directory } = at(node);
      nodes[node] = await start(directory, found.port);
    },
    async stop() {
      await Promise.all(nodes.map((node) => node.stop()));
      await Promise.all(directories.map((directory) => rm(directory, { recursive: true, force: true })));
    },
  };
}

const share = Math.ceil(SLOTS / NODES);

/** Nodes talk to each other on the port 10,000 above. */
async function clusterPort(): Promise<number> {
  for (;;) {
    const port = await freePort();
    if (port <= 55_535) return port;
  }
}

async function joinUp(nodes: readonly OwnRedis[]): Promise<void> {
  const [first] = nodes;
  for (const [i, node] of nodes.entries()) {
    await ask(node, async (redis) => {
      await redis.call('CLUSTER', 'ADDSLOTSRANGE', i * share, Math.min((i + 1) * share, SLOTS) - 1);
      await redis.call('CLUSTER', 'SET-CONFIG-EPOCH', i + 1);
      if (first !== undefined && i > 0) await redis.cluster('MEET', '127.0.0.1', first.port);
    });
  }
  const isWhole = async (node: OwnRedis) => {
    const info = await ask(node, (redis) => redis.cluster('INFO'));
    return info.includes('cluster_state:ok') && info.includes(`cluster_known_nodes:${NODES}`);
  };
  await waitFor('the nodes to be a cluster', async () => (await Promise.all(nodes.map(isWhole))).every(Boolean));
}

async function ask<T>(node: OwnRedis, question: (redis: Redis) => Promise<T>): Promise<T> {
  const redis = new Redis(node.url, { maxRetriesPerRequest: 1 });
  return question(redis).finally(() => redis.disconnect());
}
