import type { Sentence } from '@carillon/core/messages/say';
import { z } from 'zod';

/** Sentences of this surface are English, whatever the caller accepts. */
const NOT_A_NAME: Sentence = () => "must be 1 to 100 letters, digits, '-', '_', '.' or ':'";

const NAME = /^[\w.:-]{1,100}$/;

const name = (description: string) =>
  z
    .string()
    .refine((text) => NAME.test(text), { params: { say: NOT_A_NAME } })
    .meta({ description, override: { type: 'string', pattern: NAME.source } });

/** What kind of work a job is; workers ask for it by this name. */
export const jobType = name('What kind of work it is.');

export const workerName = name('Who does the work.');

export const tenantId = name('A label within the account.');

/** A number of milliseconds within bounds. */
export const milliseconds = (min: number, max: number) => z.int().min(min).max(max);

/** A text for people: what went wrong, why something was done. */
export const note = z.string().max(10_000);
