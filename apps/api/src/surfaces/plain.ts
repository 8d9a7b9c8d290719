import { z } from 'zod';
import type { Surface } from './surface.js';

/** For probes and tools: the data as it is, without an envelope. */
export const plainSurface: Surface = {
  success: (_message, data) => data,
  failure: (problem, language) => ({
    status: problem.code,
    message: problem.say(language),
    ...problem.details(language),
  }),
  describeSuccess: (data) => data,
  nameOf: (code) => code,
  failureSchema: z.object({ status: z.string(), message: z.string() }).meta({ id: 'PlainFailure' }),
};
