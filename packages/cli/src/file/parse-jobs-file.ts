import { isMap, isNode, isScalar, isSeq, LineCounter, parseDocument, type Document } from 'yaml';
import type { z } from 'zod';
import { FileFaults, type Fault } from './faults.js';
import { fileTag } from './file-text.js';
import { jobsFile, type JobsFile } from './schema.js';

export interface ParsedFile {
  readonly content: JobsFile;
  /** The line on which a field stands, or the nearest one around it. */
  readonly lineOf: (path: readonly PropertyKey[]) => number;
}

/** Reads the text of a file of jobs. Throws FileFaults, which name the line and field of every fault. */
export function parseJobsFile(path: string, text: string): ParsedFile {
  const counter = new LineCounter();
  const document = parseDocument(text, {
    lineCounter: counter,
    customTags: [fileTag],
    merge: true,
    prettyErrors: false,
  });
  // A tag that is not known would be read as a text like any other.
  const problems = [...document.errors, ...document.warnings];
  if (problems.length > 0) {
    throw new FileFaults(
      path,
      problems.map(({ message, pos }) => ({ line: counter.linePos(pos[0]).line, field: '', message })),
    );
  }
  const lineOf = (field: readonly PropertyKey[]) => Math.max(1, counter.linePos(offsetOf(document, field)).line);
  const parsed = jobsFile.safeParse(document.toJS() ?? {});
  if (parsed.success) return { content: parsed.data, lineOf };
  throw new FileFaults(
    path,
    parsed.error.issues.flatMap((issue) => faultsOf(issue, lineOf)),
  );
}

function faultsOf(issue: z.core.$ZodIssue, lineOf: ParsedFile['lineOf']): Fault[] {
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) => {
      const path = [...issue.path, key];
      return { line: lineOf(path), field: path.join('.'), message: 'there is no such field' };
    });
  }
  const isMissing = issue.code === 'invalid_type' && issue.input === undefined && /undefined/.test(issue.message);
  const message = isMissing ? 'is missing' : issue.message;
  return [{ line: lineOf(issue.path), field: issue.path.join('.'), message }];
}

function offsetOf(document: Document, path: readonly PropertyKey[]): number {
  let node: unknown = document.contents;
  let offset = isNode(node) ? (node.range?.[0] ?? 0) : 0;
  for (const step of path) {
    if (isMap(node)) {
      const pair = node.items.find(({ key }) => (isScalar(key) ? key.value : key) === step);
      if (pair === undefined) break;
      offset = isNode(pair.key) ? (pair.key.range?.[0] ?? offset) : offset;
      node = pair.value;
    } else if (isSeq(node)) {
      node = node.items[Number(step)];
      offset = isNode(node) ? (node.range?.[0] ?? offset) : offset;
    } else break;
  }
  return offset;
}
