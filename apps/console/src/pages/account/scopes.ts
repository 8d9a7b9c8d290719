import type { Components } from '@carillon/client/rest';

export type Scope = Components['schemas']['ApiKey']['scopes'][number];

export const SCOPES: readonly Scope[] = [
  'read:jobs',
  'write:jobs',
  'read:logs',
  'write:logs',
  'read:keys',
  'write:keys',
  'job',
  'incident',
  'system',
];

export type Preset = 'read' | 'jobs' | 'worker' | 'all';

const PRESETS: Readonly<Record<Exclude<Preset, 'all'>, readonly Scope[]>> = {
  read: ['read:jobs', 'read:logs'],
  jobs: ['read:jobs', 'write:jobs', 'read:logs', 'write:logs'],
  worker: ['job', 'incident'],
};

/** The scopes that a new key starts with, as far as the key that makes it has them; `all` leaves out the operator's. */
export function scopesOf(preset: Preset, own: readonly Scope[]): Scope[] {
  const wanted = preset === 'all' ? SCOPES.filter((scope) => scope !== 'system') : PRESETS[preset];
  return wanted.filter((scope) => own.includes(scope));
}
