import { ActionIcon, Button, Group, Modal, Table, Text, TextInput, Tooltip } from '@mantine/core';
import { useDebouncedValue, useDisclosure } from '@mantine/hooks';
import { IconArrowsExchange, IconPlus, IconSearch } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { usePages } from '../../api/use-pages';
import { Empty } from '../../components/empty';
import { Failure } from '../../components/failure';
import { formatCount } from '../../components/format';
import { Instant } from '../../components/instant';
import { Loading } from '../../components/loaded';
import { MoreButton } from '../../components/more-button';
import { useSearch } from '../../components/use-search';
import { NewUserDialog } from './new-user-dialog';
import type { User } from './user';
import { UserPlanForm } from './user-plan-form';

const TYPING_MS = 300;

/** All accounts: finding one, making one, changing a plan. */
export function UsersPanel() {
  const { t } = useTranslation('admin');
  const [read, write] = useSearch<'q'>();
  const [q] = useDebouncedValue(read('q'), TYPING_MS);
  const users = usePages('listUsers', { query: { ...(q !== '' && { q }) } });
  const [isMaking, { open, close }] = useDisclosure();
  const [changing, setChanging] = useState<User | null>(null);
  const leave = () => setChanging(null);
  return (
    <>
      <Group justify="space-between" mb="md">
        <TextInput
          aria-label={t('users.search')}
          placeholder={t('users.search')}
          leftSection={<IconSearch size={16} />}
          value={read('q')}
          onChange={(event) => write({ q: event.currentTarget.value })}
          w={300}
        />
        <Button leftSection={<IconPlus size={16} />} onClick={open}>
          {t('users.create')}
        </Button>
      </Group>
      {users.error !== null && <Failure error={users.error} again={users.again} />}
      {users.isPending && <Loading />}
      {users.items.length > 0 && <UserTable users={users.items} onChange={setChanging} />}
      {!users.isPending && users.error === null && users.items.length === 0 && <Empty title={t('users.empty')} />}
      <MoreButton of={users} />
      <NewUserDialog isOpen={isMaking} close={close} />
      <Modal
        opened={changing !== null}
        onClose={leave}
        size="lg"
        title={t('users.change', { name: changing?.name ?? '' })}
      >
        {changing !== null && <UserPlanForm user={changing} close={leave} />}
      </Modal>
    </>
  );
}

function UserTable({ users, onChange }: { users: readonly User[]; onChange: (user: User) => void }) {
  const { t, i18n } = useTranslation('admin');
  return (
    <Table.ScrollContainer
      minWidth={720}
      scrollAreaProps={{ viewportProps: { tabIndex: 0, 'aria-label': t('tabs.users') } }}
    >
      <Table>
        <Table.Thead>
          <Table.Tr>
            {(['name', 'plan', 'jobs', 'keys', 'since'] as const).map((name) => (
              <Table.Th key={name}>{t(`users.${name}`)}</Table.Th>
            ))}
            <Table.Th>{t('action.actions', { ns: 'common' })}</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {users.map((user) => (
            <Table.Tr key={user.id}>
              <Table.Td>
                <Text size="sm" fw={600}>
                  {user.name}
                </Text>
                <Text size="xs" c="dimmed">
                  {user.email}
                </Text>
              </Table.Td>
              <Table.Td>{user.plan}</Table.Td>
              <Table.Td>{formatCount(user.jobCount, i18n.language)}</Table.Td>
              <Table.Td>{formatCount(user.apiKeyCount, i18n.language)}</Table.Td>
              <Table.Td>
                <Instant at={user.createdAt} withSeconds={false} />
              </Table.Td>
              <Table.Td>
                <Tooltip label={t('users.change', { name: user.name })}>
                  <ActionIcon
                    variant="subtle"
                    color="gray"
                    aria-label={t('users.change', { name: user.name })}
                    onClick={() => onChange(user)}
                  >
                    <IconArrowsExchange size={16} />
                  </ActionIcon>
                </Tooltip>
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  );
}
