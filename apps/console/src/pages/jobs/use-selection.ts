import type { Components } from '@carillon/client/rest';
import { useCallback, useState } from 'react';

type Job = Components['schemas']['Job'];

/** Which jobs are selected. A selection outlives a filter: what it holds is named before anything is done to it. */
export function useSelection() {
  const [selected, setSelected] = useState<ReadonlyMap<string, Job>>(new Map());
  const select = useCallback((jobs: readonly Job[], isSelected: boolean) => {
    setSelected((before) => {
      const next = new Map(before);
      for (const job of jobs) {
        if (isSelected) next.set(job.id, job);
        else next.delete(job.id);
      }
      return next;
    });
  }, []);
  const clear = useCallback(() => setSelected(new Map()), []);
  return { selected, select, clear };
}
