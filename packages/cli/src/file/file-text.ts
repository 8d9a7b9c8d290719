import type { ScalarTag } from 'yaml';

/** `!file <path>`: the content of another file, beside the one that names it. */
export class FileText {
  constructor(readonly path: string) {}
}

/** How YAML reads it. */
export const fileTag: ScalarTag = { tag: '!file', resolve: (path) => new FileText(path) };
