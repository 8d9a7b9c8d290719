import { formatRunId } from '../ids.js';

/** What tells a worker which run its job carries out: custom headers, named as the headers of a call are. */
export function runHeaders(run: { id: string; cronJobId: string; scheduledFor: Date }): Record<string, string> {
  return {
    'Carillon-Job-Id': run.cronJobId,
    'Carillon-Run-Id': formatRunId(run.id),
    'Carillon-Scheduled-For': run.scheduledFor.toISOString(),
  };
}
