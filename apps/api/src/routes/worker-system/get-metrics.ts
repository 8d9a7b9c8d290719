import { readSystemFigures } from '@carillon/core/db/queries/system-figures';
import { z } from 'zod';
import { defineRoute } from '../../http/define-route.js';
import { systemMetrics as example } from '../../openapi/incident-examples.js';
import { isoInstant } from '../../shapes/iso-instant.js';
import { workerSurface } from '../../surfaces/worker.js';
import { uptimeSeconds } from './started-at.js';

const MEGABYTE = 1_000_000;

export const getSystemMetrics = defineRoute(
  {
    surface: workerSurface,
    method: 'get',
    path: '/api/v1/system/metrics',
    operationId: 'getSystemMetrics',
    summary: 'Figures of what is under way',
    description:
      'Of the whole installation, except `process`, which is the one that answers. Prometheus reads `/metrics`.',
    tags: ['Worker system'],
    scope: 'system',
    status: 200,
    response: z.object({
      timestamp: z.iso.datetime(),
      process: z.object({
        uptime_seconds: z.int(),
        memory_mb: z.number(),
        heap_used_mb: z.number(),
        cpu_seconds: z.number(),
        database_connections: z.int(),
        waiting_polls: z.int(),
      }),
      jobs: z.object({
        ready: z.int(),
        waiting: z.int().meta({ description: 'Later starts and back-offs.' }),
        active: z.int(),
        oldest_ready_seconds: z.number().nullable(),
      }),
      incidents: z.object({ open: z.int() }),
      storage: z.object({ database_size_mb: z.number() }),
    }),
    example,
  },
  async ({ deps: { db, workerJobs } }) => {
    const { ready, waiting, active, oldestReadyAt, openIncidents, databaseBytes, now } = await readSystemFigures(db);
    const memory = process.memoryUsage();
    const cpu = process.cpuUsage();
    return {
      data: {
        timestamp: isoInstant(now),
        process: {
          uptime_seconds: uptimeSeconds(),
          memory_mb: tenth(memory.rss / MEGABYTE),
          heap_used_mb: tenth(memory.heapUsed / MEGABYTE),
          cpu_seconds: tenth((cpu.user + cpu.system) / 1_000_000),
          database_connections: workerJobs.pool.totalCount,
          waiting_polls: workerJobs.room.waiting,
        },
        jobs: { ready, waiting, active, oldest_ready_seconds: oldestReadyAt && tenth((now - oldestReadyAt) / 1_000) },
        incidents: { open: openIncidents },
        storage: { database_size_mb: tenth(databaseBytes / MEGABYTE) },
      },
    };
  },
);

const tenth = (value: number): number => Math.round(value * 10) / 10;
