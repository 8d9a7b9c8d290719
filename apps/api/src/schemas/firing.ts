import { z } from 'zod';

const instant = z.iso.datetime();

const fields = {
  at: instant.meta({ description: 'UTC.' }),
  local: z.string().meta({ description: 'Wall time with its offset.' }),
  dst: z.enum(['gap', 'fold']).nullable().meta({ description: 'What a clock change has to do with it.' }),
  latest: instant.meta({
    description:
      'As `at`, but for a draft with `jitterSeconds`: its place between the two is known when a job is made of it.',
  }),
};

const reason = z.string().nullable().meta({ description: 'Why it is not run.' });

/** One due instant of a preview. */
export const firing = z
  .object({
    ...fields,
    fate: z.enum(['run', 'skip']).meta({ description: 'What the policy is going to do with it.' }),
    reason,
  })
  .meta({ id: 'Firing' });

/** One due instant of an outage. */
export const outageFiring = z
  .object({
    ...fields,
    fate: z.enum(['run', 'wait', 'missed', 'skip']).meta({
      description: 'What the policy does with it when the service is back. `wait`: it is run when its turn comes.',
    }),
    reason,
  })
  .meta({ id: 'OutageFiring' });
