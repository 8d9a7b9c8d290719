import { RUN_MOVES, type RunState } from '@carillon/core/domain/run/states';
import { z } from 'zod';

const instant = z.iso.datetime();

/** The states of the one table of moves, each once. */
export const runState = z.enum([...new Set(Object.values(RUN_MOVES).map((move): RunState => move.to))]);

export const runType = z.enum(['AUTO', 'MANUAL']);

/** A run as answers show it: a row of the fire ledger. */
export const log = z
  .object({
    id: z.string(),
    jobId: z.string(),
    url: z.string().meta({ description: '`worker-job:<type>` when a worker job carries the run out.' }),
    status: z.int().meta({ description: 'HTTP status; 0 when there was no response.' }),
    successful: z.boolean().nullable().meta({ description: 'Null while the run has not ended.' }),
    type: runType,
    durationMs: z.int().nullable(),
    responseBody: z.string().nullable().meta({ description: 'Of a worker job: its result variables as JSON.' }),
    responseHeaders: z.record(z.string(), z.string()).nullable(),
    startedAt: instant.nullable(),
    finishedAt: instant.nullable(),
    scheduledFor: instant,
    latenessMs: z.int().nullable().meta({ description: '`startedAt` minus `scheduledFor`.' }),
    state: runState,
    attempt: z.int(),
    skipped: z.boolean().meta({ description: 'A limit prevented the run; `reason` says which.' }),
    reason: z.string().nullable().meta({ description: 'Why the run was not performed.' }),
    error: z.object({ code: z.string(), message: z.string() }).nullable(),
    truncated: z.boolean().meta({ description: 'The response was longer than what is kept of it.' }),
  })
  .meta({ id: 'Log' });
