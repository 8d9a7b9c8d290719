import { common } from './common';
import { overview } from './overview';
import { jobs } from './jobs';
import { editor } from './editor';
import { runs } from './runs';
import { webhooks } from './webhooks';
import { workerJobs } from './worker-jobs';
import { account } from './account';
import { admin } from './admin';

/** Every text of the console in English; what English has, the other languages must have. */
export const catalogue = { common, overview, jobs, editor, runs, webhooks, workerJobs, account, admin };

/** The shape of a catalogue: the same names, any texts. */
export type Catalogue = Texts<typeof catalogue>;

type Texts<Tree> = { [Name in keyof Tree]: Tree[Name] extends string ? string : Texts<Tree[Name]> };
