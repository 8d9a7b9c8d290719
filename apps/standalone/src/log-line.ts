import { z } from 'zod';

const finishedRun = z.object({
  event: z.literal('run.finished'),
  time: z.string(),
  jobName: z.string(),
  state: z.string(),
  status: z.number(),
  durationMs: z.number(),
  latenessMs: z.number(),
  error: z.string().optional(),
});

const trouble = z.object({
  time: z.string(),
  level: z.enum(['warn', 'error', 'fatal']),
  msg: z.string().optional(),
  err: z.object({ message: z.string().optional() }).optional(),
});

/** Turns one log line of an app into a short one for people; null when there is nothing to tell. */
export function readableLine(app: string, line: string): string | null {
  const entry = parse(line);
  if (entry === null) return line.trim() === '' ? null : `${app}: ${line}`;
  const run = finishedRun.safeParse(entry);
  if (run.success) return describeRun(run.data);
  const fault = trouble.safeParse(entry);
  if (!fault.success) return null;
  const { time, level, msg, err } = fault.data;
  const text = [msg, err?.message].filter((part) => part !== undefined && part !== '').join(': ');
  return `${clock(time)}  ${app} ${level}: ${text}`;
}

function describeRun({
  time,
  jobName,
  state,
  status,
  durationMs,
  latenessMs,
  error,
}: z.infer<typeof finishedRun>): string {
  const outcome = status === 0 ? (error ?? 'no response') : String(status);
  return `${clock(time)}  ${state.padEnd(9)}  ${outcome}  ${Math.round(durationMs)} ms  ${Math.round(latenessMs)} ms late  ${visible(jobName)}`;
}

// Names come from users: control characters could rewrite the terminal.
function visible(name: string): string {
  // eslint-disable-next-line no-control-regex
  return name.replace(/[\u0000-\u001f\u007f-\u009f]/g, '?');
}

function clock(time: string): string {
  const at = new Date(time);
  return Number.isNaN(at.getTime()) ? time : at.toTimeString().slice(0, 8);
}

function parse(line: string): unknown {
  try {
    const entry: unknown = JSON.parse(line);
    return typeof entry === 'object' ? entry : null;
  } catch {
    return null;
  }
}
