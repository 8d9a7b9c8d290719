import { Modal, ScrollArea, Stack, Text } from '@mantine/core';
import type { Components } from '@carillon/client/rest';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useOperation } from '../../api/use-operation';
import { Loaded } from '../../components/loaded';
import { toLocalInput } from '../../components/local-input';
import { FiringsTable } from './firings-table';
import { instantsOf, SpanFields } from './span-fields';

type Job = Components['schemas']['Job'];

const HOUR_MS = 3_600_000;

/** Shows what a job's policy would make of an outage. */
export function OutageDialog({ job, close }: { job: Job; close: () => void }) {
  const { t } = useTranslation(['jobs', 'common']);
  const [span, setSpan] = useState(() => ({
    from: toLocalInput(new Date().toISOString()),
    to: toLocalInput(new Date(Date.now() + 2 * HOUR_MS).toISOString()),
  }));
  const instants = instantsOf(span);
  return (
    <Modal
      opened
      onClose={close}
      title={t('outage.title')}
      size="lg"
      closeButtonProps={{ 'aria-label': t('common:action.close') }}
    >
      <Stack>
        <Text size="sm">{t('outage.hint')}</Text>
        <SpanFields
          span={span}
          onChange={setSpan}
          labels={{ from: t('outage.from'), to: t('outage.to') }}
          error={instants === null ? t('backfill.required') : null}
        />
        {instants !== null && <Outage jobId={job.id} {...instants} />}
      </Stack>
    </Modal>
  );
}

function Outage({ jobId, from, to }: { jobId: string; from: string; to: string }) {
  const { t } = useTranslation('jobs');
  const fates = useOperation('previewMissedOfJob', { path: { jobId }, query: { from, to } }, { keep: true });
  return (
    <Loaded of={fates}>
      {(firings) =>
        firings.length === 0 ? (
          <Text size="sm">{t('outage.none')}</Text>
        ) : (
          <ScrollArea.Autosize mah={360}>
            <FiringsTable firings={firings} caption={t('outage.caption')} />
          </ScrollArea.Autosize>
        )
      }
    </Loaded>
  );
}
