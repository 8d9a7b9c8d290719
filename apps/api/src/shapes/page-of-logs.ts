import { listRuns } from '@carillon/core/engine/list-runs';
import type { Language } from '@carillon/core/messages/messages';
import type { z } from 'zod';
import type { ApiDeps } from '../deps.js';
import type { logQuery } from '../schemas/log-query.js';
import { nextCursor } from '../schemas/query-fields.js';
import { presentLog } from './present-log.js';

export interface LogPageRequest {
  userId: string;
  /** All jobs unless said. */
  cronJobId?: string;
  query: z.output<typeof logQuery>;
  language: Language;
}

/** A page of logs with the header that leads to the next one. */
export async function pageOfLogs({ db }: ApiDeps, request: LogPageRequest) {
  const { userId, cronJobId, language } = request;
  const { cursor: beforeId, ...filters } = request.query;
  const page = await listRuns(db, { userId, cronJobId, beforeId, ...filters });
  return { data: page.items.map((run) => presentLog(run, language)), headers: nextCursor(page.nextId) };
}
