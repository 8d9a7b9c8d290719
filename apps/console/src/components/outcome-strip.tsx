import { Text, Tooltip } from '@mantine/core';
import type { Components } from '@carillon/client/rest';
import { memo, useRef, useState, type KeyboardEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import classes from './outcome-strip.module.css';

export type Outcome = Components['schemas']['JobOutcomes']['runs'][number];

interface OutcomeStripProps {
  /** Of the job. */
  name: string;
  /** Newest first, as the API has them. */
  runs: readonly Outcome[];
}

/**
 * The last runs of a job as small cells, the newest last, each a link to its run. One stop of the tab key: within it
 * the arrows move, and what is summed up is said once.
 */
export const OutcomeStrip = memo(function OutcomeStrip({ name, runs }: OutcomeStripProps) {
  const { t, i18n } = useTranslation(['jobs', 'common']);
  const strip = useRef<HTMLDivElement>(null);
  const [at, setAt] = useState<number | null>(null);
  if (runs.length === 0) return <Text size="sm">{t('strip.none')}</Text>;
  const cells = [...runs].reverse();
  const last = cells.length - 1;
  const time = new Intl.DateTimeFormat(i18n.language, { dateStyle: 'short', timeStyle: 'medium' });
  const nameOf = ({ state, scheduledFor }: Outcome) =>
    t('strip.cell', { state: t(`common:state.${state}`), at: time.format(new Date(scheduledFor)) });
  const shown = at === null ? undefined : cells[at];
  const move = (event: KeyboardEvent) => {
    const step = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
    const cell = step === undefined ? null : strip.current?.children[(at ?? last) + step];
    if (cell instanceof HTMLElement) cell.focus();
  };
  return (
    <Tooltip label={shown === undefined ? '' : nameOf(shown)} opened={shown !== undefined}>
      <div
        ref={strip}
        className={classes.strip}
        role="group"
        aria-label={t('strip.label', { name, ...countOutcomes(runs) })}
        onKeyDown={move}
        onMouseLeave={() => setAt(null)}
        onBlur={() => setAt(null)}
      >
        {cells.map((run, i) => (
          <Link
            key={run.id}
            to={`/runs/${run.id}`}
            className={classes.cell}
            data-state={run.state}
            aria-label={nameOf(run)}
            tabIndex={i === (at ?? last) ? 0 : -1}
            onFocus={() => setAt(i)}
            onMouseEnter={() => setAt(i)}
          />
        ))}
      </div>
    </Tooltip>
  );
});

/** How many of each kind, for the one sentence that sums a strip up. */
function countOutcomes(runs: readonly Outcome[]) {
  const succeeded = runs.filter(({ state }) => state === 'succeeded').length;
  const failed = runs.filter(({ state }) => state === 'failed').length;
  return { total: runs.length, succeeded, failed, other: runs.length - succeeded - failed };
}
