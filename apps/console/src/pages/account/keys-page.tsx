import { Badge, Button, Group, Switch, Table, Text } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconPlus } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { useAction } from '../../api/use-action';
import { useOperation } from '../../api/use-operation';
import { Empty } from '../../components/empty';
import { Instant } from '../../components/instant';
import { Loaded } from '../../components/loaded';
import { PageHeader } from '../../components/page-header';
import type { ApiKey } from './api-key';
import { KeyActions } from './key-actions';
import { NewKeyDialog } from './new-key-dialog';
import { useOwnKey } from './use-own-key';

/** The keys of the account: what each may do, when it was used, and making and revoking them. */
export function Page() {
  const { t } = useTranslation('account');
  const [isMaking, { open, close }] = useDisclosure();
  const keys = useOperation('listKeys', {});
  return (
    <>
      <PageHeader title={t('keys.title')} hint={t('keys.hint')}>
        <Button leftSection={<IconPlus size={16} />} onClick={open}>
          {t('keys.create')}
        </Button>
      </PageHeader>
      <Loaded of={keys}>
        {(list) => (list.length === 0 ? <Empty title={t('keys.empty')} /> : <KeyTable keys={list} />)}
      </Loaded>
      <NewKeyDialog isOpen={isMaking} close={close} />
    </>
  );
}

function KeyTable({ keys }: { keys: readonly ApiKey[] }) {
  const { t } = useTranslation('account');
  const ownId = useOwnKey()?.keyId;
  return (
    <Table.ScrollContainer
      minWidth={860}
      scrollAreaProps={{ viewportProps: { tabIndex: 0, 'aria-label': t('keys.title') } }}
    >
      <Table verticalSpacing="sm">
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{t('keys.name')}</Table.Th>
            <Table.Th>{t('keys.scopes')}</Table.Th>
            <Table.Th>{t('keys.tenants')}</Table.Th>
            <Table.Th>{t('keys.lastUsed')}</Table.Th>
            <Table.Th>{t('keys.expires')}</Table.Th>
            <Table.Th>{t('keys.enabled')}</Table.Th>
            <Table.Th>{t('action.actions', { ns: 'common' })}</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {keys.map((key) => (
            <KeyRow key={key.id} apiKey={key} isOwn={key.id === ownId} />
          ))}
        </Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  );
}

function KeyRow({ apiKey, isOwn }: { apiKey: ApiKey; isOwn: boolean }) {
  const { t } = useTranslation('account');
  const change = useAction('updateKey', { said: t('keys.saved') });
  const { id, name, keyHash, scopes, tenantIds, lastUsed, expiresAt, enabled } = apiKey;
  return (
    <Table.Tr>
      <Table.Td>
        <Group gap={6}>
          <Text size="sm" fw={600}>
            {name}
          </Text>
          {isOwn && <Badge size="sm">{t('keys.thisOne')}</Badge>}
        </Group>
        <Text size="xs" ff="monospace" c="dimmed" title={t('keys.hash')}>
          {keyHash}
        </Text>
      </Table.Td>
      <Table.Td>
        <Group gap={4} maw={320}>
          {scopes.map((scope) => (
            <Badge key={scope} size="sm" variant="default" tt="none" title={t(`scope.${scope}`)}>
              {scope}
            </Badge>
          ))}
        </Group>
      </Table.Td>
      <Table.Td>{tenantIds === null ? t('keys.allTenants') : tenantIds.join(', ')}</Table.Td>
      <Table.Td>
        <Instant at={lastUsed} withSeconds={false} />
      </Table.Td>
      <Table.Td>
        <Instant at={expiresAt} withSeconds={false} />
      </Table.Td>
      <Table.Td>
        <Switch
          aria-label={t('keys.enable', { name })}
          checked={enabled}
          disabled={change.isPending || (isOwn && enabled)}
          onChange={(event) => change.mutate({ path: { keyId: id }, body: { enabled: event.currentTarget.checked } })}
        />
      </Table.Td>
      <Table.Td>
        <KeyActions apiKey={apiKey} isOwn={isOwn} />
      </Table.Td>
    </Table.Tr>
  );
}
