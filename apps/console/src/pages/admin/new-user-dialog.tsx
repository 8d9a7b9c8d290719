import { Alert, Button, Modal, Select, Stack, Text, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import type { DataOf } from '@carillon/client/rest';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useAction } from '../../api/use-action';
import { Secret } from '../../components/secret';
import { usePlanNames } from './use-plan-names';

type Made = DataOf<'createUser'>;

interface NewUserDialogProps {
  isOpen: boolean;
  close: () => void;
}

/** Makes an account and shows its first key, once. */
export function NewUserDialog({ isOpen, close }: NewUserDialogProps) {
  const { t } = useTranslation('admin');
  const [made, setMade] = useState<Made | null>(null);
  const leave = () => {
    close();
    setMade(null);
  };
  return (
    <Modal opened={isOpen} onClose={leave} title={t('users.create')} closeOnClickOutside={false}>
      {made === null ? (
        <UserForm onMade={setMade} />
      ) : (
        <Alert color="teal" role="status" title={t('users.made', { name: made.user.name })}>
          <Text size="sm" mb="sm">
            {t('users.madeHint')}
          </Text>
          <Secret value={made.token} label={t('users.made', { name: made.user.name })} />
        </Alert>
      )}
    </Modal>
  );
}

function UserForm({ onMade }: { onMade: (made: Made) => void }) {
  const { t } = useTranslation('admin');
  const names = usePlanNames();
  const form = useForm({ initialValues: { name: '', email: '', plan: '' } });
  const make = useAction('createUser', { tellsFailure: false, onDone: onMade });
  return (
    <form
      onSubmit={form.onSubmit(({ name, email, plan }) =>
        make.mutate({ body: { name, email, ...(plan !== '' && { plan }) } }),
      )}
    >
      <Stack>
        <TextInput label={t('users.name')} required data-autofocus {...form.getInputProps('name')} />
        <TextInput label={t('users.email')} type="email" required {...form.getInputProps('email')} />
        <Select
          label={t('users.plan')}
          placeholder={t('users.defaultPlan')}
          clearable
          data={names}
          {...form.getInputProps('plan')}
        />
        {make.error !== null && (
          <Alert color="red" role="alert">
            {make.error.message}
          </Alert>
        )}
        <Button type="submit" loading={make.isPending}>
          {t('users.submit')}
        </Button>
      </Stack>
    </form>
  );
}
