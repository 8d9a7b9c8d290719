import { readFile } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import type { Settings } from '../config/settings.js';
import { UsageError } from '../exit-codes.js';
import { FileFaults, type Fault } from './faults.js';
import { FileText } from './file-text.js';
import { parseJobsFile, type ParsedFile } from './parse-jobs-file.js';
import type { JobFields } from './schema.js';
import { settleJob } from './settle-job.js';
import type { SettledJob } from './settled-job.js';

export interface FileOfJobs {
  readonly path: string;
  readonly scope: string;
  /** The tag of all its jobs. */
  readonly tag: string;
  readonly jobs: readonly SettledJob[];
}

/** Begins the tag that says which file a job is of. */
const MANAGED_BY = 'managed-by:carillon-file/';

/** Reads a file of jobs, with the files and variables that it names. Throws FileFaults. */
export async function readJobsFile(path: string, { variables }: Settings): Promise<FileOfJobs> {
  const text = await readFile(path, 'utf8').catch((error: Error) => {
    throw new UsageError(`The file of jobs cannot be read: ${error.message}.`);
  });
  const parsed = parseJobsFile(path, text);
  const { scope, defaults = {}, jobs: wanted } = parsed.content;
  const tag = MANAGED_BY + scope;
  const { texts, faults } = await readTexts(path, parsed);
  const jobs: SettledJob[] = [];
  for (const [name, given] of Object.entries(wanted)) {
    const line = parsed.lineOf(['jobs', name]);
    const settled = settleJob({ name, line, defaults, given, tag, variables, texts });
    if (settled.job !== null) jobs.push(settled.job);
    faults.push(...settled.faults.map(({ field, message }) => faultAt(parsed, ['jobs', name, field], message)));
  }
  if (faults.length > 0) throw new FileFaults(path, faults);
  return { path, scope, tag, jobs };
}

/** The texts of all files that are named, by the path as it stands there. */
async function readTexts(path: string, parsed: ParsedFile): Promise<{ texts: Map<string, string>; faults: Fault[] }> {
  const { defaults = {}, jobs } = parsed.content;
  const texts = new Map<string, string>();
  const faults: Fault[] = [];
  const places = [
    ...namedIn(['defaults'], defaults),
    ...Object.entries(jobs).flatMap(([name, job]) => namedIn(['jobs', name], job)),
  ];
  for (const { steps, file } of places) {
    const content = await readFile(resolve(dirname(path), file.path), 'utf8').catch((error: Error) => {
      faults.push(faultAt(parsed, steps, `the file cannot be read: ${error.message}`));
      return '';
    });
    texts.set(file.path, content);
  }
  return { texts, faults };
}

function namedIn(place: string[], { body, headers = {} }: JobFields): { steps: string[]; file: FileText }[] {
  const named = [
    { steps: [...place, 'body'], file: body },
    ...Object.entries(headers).map(([name, value]) => ({ steps: [...place, 'headers', name], file: value })),
  ];
  return named.flatMap(({ steps, file }) => (file instanceof FileText ? [{ steps, file }] : []));
}

function faultAt({ lineOf }: ParsedFile, steps: readonly string[], message: string): Fault {
  return { line: lineOf(steps), field: steps.join('.'), message };
}
