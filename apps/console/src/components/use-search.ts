import { useCallback } from 'react';
import { useSearchParams } from 'react-router';

/** Filters that stand in the address, so that a view can be shared and gone back to. An empty value leaves it. */
export function useSearch<Name extends string>(): readonly [
  (name: Name) => string,
  (changes: Readonly<Partial<Record<Name, string>>>) => void,
] {
  const [params, setParams] = useSearchParams();
  const read = useCallback((name: Name) => params.get(name) ?? '', [params]);
  const write = useCallback(
    (changes: Readonly<Partial<Record<Name, string>>>) =>
      setParams(
        (before) => {
          const next = new URLSearchParams(before);
          for (const [name, value] of Object.entries<string | undefined>(changes)) {
            if (value === undefined || value === '') next.delete(name);
            else next.set(name, value);
          }
          return next;
        },
        { replace: true },
      ),
    [setParams],
  );
  return [read, write];
}
