const PREFIX = 'carillon.draft.';

/** What was typed and not saved, kept for this tab only. */
export function keepDraft(name: string, draft: unknown): void {
  sessionStorage.setItem(PREFIX + name, JSON.stringify(draft));
}

export function dropDraft(name: string): void {
  sessionStorage.removeItem(PREFIX + name);
}

/** @returns what was kept under the name; null where there is none */
export function readDraft<Draft>(name: string): Draft | null {
  const kept = sessionStorage.getItem(PREFIX + name);
  if (kept === null) return null;
  try {
    return JSON.parse(kept) as Draft;
  } catch {
    return null;
  }
}

/** Drafts may hold secrets: who signs out leaves none behind. */
export function dropDrafts(): void {
  for (const name of Object.keys(sessionStorage)) if (name.startsWith(PREFIX)) sessionStorage.removeItem(name);
}
