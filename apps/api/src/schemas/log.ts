import { RUN_MOVES, type RunState } from '@carillon/core/domain/run/states';
import { z } from 'zod';

const instant = z.iso.datetime();

/** The states of the one table of moves, each once. */
export const runState = z.enum([...new Set(Object.values(RUN_MOVES).map((move): RunState => move.to))]);

export const runType = z.enum(['AUTO', 'MANUAL']);

const callError = z.object({ code: z.string(), message: z.string() });

const attempt = z.object({
  attempt: z.int(),
  startedAt: instant.nullable().meta({ description: 'Null when it is not known whether the call was begun.' }),
  durationMs: z.int().nullable(),
  status: z.int().meta({ description: 'HTTP status; 0 when there was no response.' }),
  error: callError.nullable(),
});

const newConnectionMs = z.int().nullable().meta({ description: 'Null when a connection was there already.' });

const timings = z.object({
  dnsMs: newConnectionMs,
  connectMs: newConnectionMs,
  tlsMs: newConnectionMs,
  ttfbMs: z.int().nullable().meta({ description: 'From the start of the call to the first byte of the response.' }),
  totalMs: z.int(),
});

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
    attempt: z.int().meta({ description: 'The last attempt that was begun; 0 when there was none.' }),
    attempts: z
      .array(attempt)
      .meta({ description: 'All attempts, first to last. Of a run that a worker job carries out: only the last.' }),
    nextAttemptAt: instant.nullable().meta({ description: 'When `state` is `retrying`.' }),
    skipped: z.boolean().meta({ description: 'A limit prevented the run; `reason` says which.' }),
    reason: z.string().nullable().meta({ description: 'Why the run was not performed.' }),
    error: callError.nullable(),
    timings: timings.nullable().meta({ description: 'Of the last attempt, once it has ended.' }),
    replayOf: z.string().nullable().meta({ description: 'The log of the run that this one repeats.' }),
    truncated: z.boolean().meta({ description: 'The response was longer than what is kept of it.' }),
  })
  .meta({ id: 'Log' });
