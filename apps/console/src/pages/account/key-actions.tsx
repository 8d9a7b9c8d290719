import { ActionIcon, Button, Group, Modal, Stack, Text, TextInput, Tooltip } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconPencil, IconTrash } from '@tabler/icons-react';
import { useState, type SubmitEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { useAction } from '../../api/use-action';
import { useSession } from '../../session/session';
import type { ApiKey } from './api-key';

interface KeyActionsProps {
  apiKey: ApiKey;
  /** The key that this session is signed in with. */
  isOwn: boolean;
}

/** Renaming and revoking one key. */
export function KeyActions({ apiKey, isOwn }: KeyActionsProps) {
  const { t } = useTranslation('account');
  const [isNaming, naming] = useDisclosure();
  const [isRevoking, revoking] = useDisclosure();
  const { name } = apiKey;
  return (
    <Group gap={4} wrap="nowrap">
      <Tooltip label={t('keys.rename', { name })}>
        <ActionIcon variant="subtle" color="gray" aria-label={t('keys.rename', { name })} onClick={naming.open}>
          <IconPencil size={16} />
        </ActionIcon>
      </Tooltip>
      <Tooltip label={t('keys.revoke', { name })}>
        <ActionIcon variant="subtle" color="red" aria-label={t('keys.revoke', { name })} onClick={revoking.open}>
          <IconTrash size={16} />
        </ActionIcon>
      </Tooltip>
      <Modal opened={isNaming} onClose={naming.close} title={t('keys.rename', { name })}>
        <RenameForm apiKey={apiKey} close={naming.close} />
      </Modal>
      <Modal opened={isRevoking} onClose={revoking.close} title={t('keys.revokeTitle')}>
        <RevokeForm apiKey={apiKey} isOwn={isOwn} close={revoking.close} />
      </Modal>
    </Group>
  );
}

function RenameForm({ apiKey, close }: { apiKey: ApiKey; close: () => void }) {
  const { t } = useTranslation('account');
  const [name, setName] = useState(apiKey.name);
  const rename = useAction('updateKey', { said: t('keys.saved'), tellsFailure: false, onDone: close });
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    rename.mutate({ path: { keyId: apiKey.id }, body: { name } });
  };
  return (
    <form onSubmit={submit}>
      <Stack>
        <TextInput
          label={t('keys.name')}
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
          error={rename.error?.message}
          data-autofocus
        />
        <Button type="submit" loading={rename.isPending} disabled={name.trim() === ''}>
          {t('action.save', { ns: 'common' })}
        </Button>
      </Stack>
    </form>
  );
}

function RevokeForm({ apiKey, isOwn, close }: KeyActionsProps & { close: () => void }) {
  const { t } = useTranslation('account');
  const { signOut } = useSession();
  const [typed, setTyped] = useState('');
  const revoke = useAction('deleteKey', { said: t('keys.revoked'), onDone: isOwn ? signOut : close });
  return (
    <Stack>
      <Text size="sm">{t('keys.revokeText', { name: apiKey.name })}</Text>
      {isOwn && (
        <TextInput
          label={t('keys.revokeOwn')}
          value={typed}
          onChange={(event) => setTyped(event.currentTarget.value)}
          data-autofocus
        />
      )}
      <Button
        color="red"
        loading={revoke.isPending}
        disabled={isOwn && typed !== apiKey.name}
        onClick={() => revoke.mutate({ path: { keyId: apiKey.id } })}
      >
        {t('keys.revoke', { name: apiKey.name })}
      </Button>
    </Stack>
  );
}
