import { z } from 'zod';
import type { Surface } from './surface.js';

const failureSchema = z
  .object({
    success: z.literal(false),
    message: z.string(),
    data: z.null(),
    error: z.object({ code: z.string(), details: z.record(z.string(), z.unknown()) }),
  })
  .meta({ id: 'Failure' });

/** `/api/*`: every answer says whether it worked, a message for people, and the data. */
export const cronSurface: Surface = {
  success: (message, data) => ({ success: true, message, data }),
  failure: (problem, language) => ({
    success: false,
    message: problem.say(language),
    data: null,
    error: { code: problem.code, details: problem.details(language) },
  }),
  describeSuccess: (data) => z.object({ success: z.literal(true), message: z.string(), data }),
  nameOf: (code) => code,
  failureSchema,
};
