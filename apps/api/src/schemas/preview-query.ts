import { z } from 'zod';
import { instant, wholeNumber } from './query-fields.js';

/** Which due instants to show. */
export const previewQuery = z.strictObject({
  count: wholeNumber({ min: 1, max: 1_000, fallback: 10, description: 'How many.' }).default(10),
  from: instant.optional().meta({ description: 'Strictly after this instant; now, unless said.' }),
});
