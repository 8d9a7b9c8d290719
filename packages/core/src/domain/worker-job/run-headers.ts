import { formatRunId } from '../ids.js';

/** A run that a worker job carries out. */
interface RunOfWorkerJob {
  id: string;
  cronJobId: string;
  scheduledFor: Date;
  /** The run that this one repeats. */
  replayOf?: string;
}

/** What tells a worker which run its job carries out: custom headers, named as the headers of a call are. */
export function runHeaders(run: RunOfWorkerJob): Record<string, string> {
  return {
    'Carillon-Job-Id': run.cronJobId,
    'Carillon-Run-Id': formatRunId(run.id),
    'Carillon-Scheduled-For': run.scheduledFor.toISOString(),
    ...(run.replayOf !== undefined && { 'Carillon-Replay-Of': formatRunId(run.replayOf) }),
  };
}
