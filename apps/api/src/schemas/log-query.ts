import { z } from 'zod';
import { runState, runType } from './log.js';
import { cursor, instant, pageSize, truth, wholeNumber } from './query-fields.js';

/** Which logs to list. */
export const logQuery = z.strictObject({
  limit: pageSize,
  cursor: cursor.optional(),
  status: wholeNumber({ min: 0, max: 999, description: 'HTTP status; 0 when there was no response.' }).optional(),
  successful: truth.optional().meta({ description: '`false`: runs that ended in any other way than success.' }),
  type: runType.optional(),
  state: runState.optional(),
  from: instant.optional().meta({ description: 'Due at or after.' }),
  to: instant.optional().meta({ description: 'Due before.' }),
});
