import { Button, Group, NativeSelect, Stack, Text } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { useAction } from '../../api/use-action';
import { usePages } from '../../api/use-pages';
import { notify } from '../../components/notify';
import { Confirmation } from '../../components/confirmation';
import { Empty } from '../../components/empty';
import { Failure } from '../../components/failure';
import { Loading } from '../../components/loaded';
import { MoreButton } from '../../components/more-button';
import { Section } from '../../components/section';
import { useSearch } from '../../components/use-search';
import { DeliveryDrawer } from './delivery-drawer';
import { DeliveryTable } from './delivery-table';
import { STATES, type Delivery } from './delivery-badge';
import { EVENTS } from './webhook-values';

const ROWS = 25;
const ALL_EVENTS = [...EVENTS, 'test'] as const;

/** What the webhook was told and is to be told; filters and the opened delivery are in the address. */
export function Deliveries({ jobId }: { jobId: string }) {
  const { t } = useTranslation('webhooks');
  const [read, write] = useSearch<'state' | 'event' | 'delivery'>();
  const state = STATES.find((one) => one === read('state'));
  const event = ALL_EVENTS.find((one) => one === read('event'));
  const query = { limit: ROWS, ...(state !== undefined && { state }), ...(event !== undefined && { event }) };
  const pages = usePages('listWebhookDeliveries', { path: { jobId }, query });
  useAgainWhileMoving(pages.items);
  const isFiltered = state !== undefined || event !== undefined;
  return (
    <Section title={t('deliveries.title')} actions={<ReplayDead jobId={jobId} />}>
      <Stack>
        <Filters state={read('state')} event={read('event')} onChange={write} />
        {pages.error !== null && pages.items.length === 0 && <Failure error={pages.error} again={pages.again} />}
        {pages.isPending && <Loading />}
        {!pages.isPending && pages.error === null && pages.items.length === 0 && (
          <Empty title={isFiltered ? t('deliveries.emptyFiltered') : t('deliveries.empty')} />
        )}
        {pages.items.length > 0 && (
          <DeliveryTable deliveries={pages.items} onOpen={(delivery) => write({ delivery })} />
        )}
      </Stack>
      <MoreButton of={pages} />
      <DeliveryDrawer jobId={jobId} deliveryId={read('delivery')} close={() => write({ delivery: '' })} />
    </Section>
  );
}

const AGAIN_MS = 3_000;
const SOON_MS = 60_000;

/** Reads again while a delivery is under way or about to be: the server's events do not tell of deliveries. */
function useAgainWhileMoving(deliveries: readonly Delivery[]): void {
  const queries = useQueryClient();
  const isMoving = deliveries.some(
    ({ state, nextAttemptAt }) =>
      state === 'sending' ||
      (state === 'pending' && (nextAttemptAt === null || Date.parse(nextAttemptAt) < Date.now() + SOON_MS)),
  );
  useEffect(() => {
    if (!isMoving) return;
    const timer = setInterval(() => void queries.invalidateQueries({ queryKey: ['webhooks'] }), AGAIN_MS);
    return () => clearInterval(timer);
  }, [isMoving, queries]);
}

interface FiltersProps {
  state: string;
  event: string;
  onChange: (changes: { state?: string; event?: string }) => void;
}

function Filters({ state, event, onChange }: FiltersProps) {
  const { t } = useTranslation('webhooks');
  return (
    <Group gap="sm">
      <NativeSelect
        label={t('deliveries.state')}
        value={state}
        onChange={({ currentTarget: { value } }) => onChange({ state: value })}
        data={[
          { value: '', label: t('deliveries.anyState') },
          ...STATES.map((value) => ({ value, label: t(`state.${value}`) })),
        ]}
      />
      <NativeSelect
        label={t('deliveries.event')}
        value={event}
        onChange={({ currentTarget: { value } }) => onChange({ event: value })}
        data={[
          { value: '', label: t('deliveries.anyEvent') },
          ...ALL_EVENTS.map((value) => ({ value, label: t(`event.${value}`) })),
        ]}
      />
    </Group>
  );
}

function ReplayDead({ jobId }: { jobId: string }) {
  const { t } = useTranslation('webhooks');
  const [isOpen, { open, close }] = useDisclosure();
  const replay = useAction('replayDeadWebhookDeliveries', {
    onDone: ({ count: sent, left }) => {
      close();
      void notify({ message: t('deliveries.deadReplayed', { sent, left }), color: 'teal' });
    },
  });
  return (
    <>
      <Button size="xs" variant="default" onClick={open}>
        {t('deliveries.replayDead')}
      </Button>
      <Confirmation
        isOpen={isOpen}
        close={close}
        title={t('deliveries.replayDead')}
        confirm={t('deliveries.replay')}
        isBusy={replay.isPending}
        onConfirm={() => replay.mutate({ path: { jobId } })}
      >
        <Text size="sm">{t('deliveries.replayDeadText')}</Text>
      </Confirmation>
    </>
  );
}
