import { Alert, Button, Chip, Checkbox, Group, Modal, Stack, Text, Textarea, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import type { DataOf } from '@carillon/client/rest';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useAction } from '../../api/use-action';
import { Secret } from '../../components/secret';
import { SCOPES, scopesOf, type Preset, type Scope } from './scopes';
import { useOwnKey } from './use-own-key';

interface NewKeyDialogProps {
  isOpen: boolean;
  close: () => void;
}

type Made = DataOf<'createKey'>;

/** Makes a key and shows it, once. It is not closed by a click beside it: what it shows cannot be had again. */
export function NewKeyDialog({ isOpen, close }: NewKeyDialogProps) {
  const { t } = useTranslation('account');
  const [made, setMade] = useState<Made | null>(null);
  const leave = () => {
    close();
    setMade(null);
  };
  return (
    <Modal opened={isOpen} onClose={leave} title={t('draft.title')} size="lg" closeOnClickOutside={false}>
      {made === null ? <DraftForm onMade={setMade} /> : <MadeKey token={made.token} close={leave} />}
    </Modal>
  );
}

function MadeKey({ token, close }: { token: string; close: () => void }) {
  const { t } = useTranslation('account');
  return (
    <Stack>
      <Alert title={t('draft.shownTitle')} color="teal" role="status">
        <Text size="sm" mb="sm">
          {t('draft.shownText')}
        </Text>
        <Secret value={token} label={t('draft.shownTitle')} />
      </Alert>
      <Button onClick={close}>{t('draft.done')}</Button>
    </Stack>
  );
}

function DraftForm({ onMade }: { onMade: (made: Made) => void }) {
  const { t } = useTranslation('account');
  const own = useOwnKey()?.scopes ?? [];
  const { form, make, submit } = useDraft(onMade);
  return (
    <form onSubmit={form.onSubmit(submit)}>
      <Stack>
        <TextInput label={t('keys.name')} required data-autofocus {...form.getInputProps('name')} />
        <Group gap="xs" role="group" aria-label={t('draft.preset')}>
          <Text size="sm">{t('draft.preset')}</Text>
          {(['read', 'jobs', 'worker', 'all'] as const satisfies Preset[]).map((preset) => (
            <Chip
              key={preset}
              size="xs"
              checked={false}
              onChange={() => form.setFieldValue('scopes', scopesOf(preset, own))}
            >
              {t(`draft.presets.${preset}`)}
            </Chip>
          ))}
        </Group>
        <Checkbox.Group label={t('keys.scopes')} required {...form.getInputProps('scopes')}>
          <Stack gap={6} mt={4}>
            {SCOPES.map((scope) => (
              <ScopeBox key={scope} scope={scope} isOwn={own.includes(scope)} />
            ))}
          </Stack>
        </Checkbox.Group>
        <TextInput
          type="datetime-local"
          label={t('draft.expiresAt')}
          description={t('draft.expiresHint')}
          {...form.getInputProps('expiresAt')}
        />
        <Textarea
          autosize
          label={t('draft.tenants')}
          description={t('draft.tenantsHint')}
          {...form.getInputProps('tenants')}
        />
        {make.error !== null && (
          <Alert color="red" role="alert">
            {make.error.message}
          </Alert>
        )}
        <Button type="submit" loading={make.isPending}>
          {t('draft.submit')}
        </Button>
      </Stack>
    </form>
  );
}

function ScopeBox({ scope, isOwn }: { scope: Scope; isOwn: boolean }) {
  const { t } = useTranslation('account');
  const hint = isOwn ? t(`scope.${scope}`) : `${t(`scope.${scope}`)}. ${t('draft.notYours')}`;
  return <Checkbox value={scope} label={scope} description={hint} disabled={!isOwn} />;
}

interface Draft {
  name: string;
  scopes: Scope[];
  /** Local time, as the field has it; empty is never. */
  expiresAt: string;
  /** One a line; empty is all. */
  tenants: string;
}

function useDraft(onMade: (made: Made) => void) {
  const form = useForm<Draft>({ initialValues: { name: '', scopes: [], expiresAt: '', tenants: '' } });
  const make = useAction('createKey', { tellsFailure: false, changes: ['account'], onDone: onMade });
  const submit = ({ name, scopes, expiresAt, tenants }: Draft) => {
    const tenantIds = tenants.split('\n').flatMap((line) => line.trim() || []);
    make.mutate({
      body: {
        name,
        scopes,
        expiresAt: expiresAt === '' ? null : new Date(expiresAt).toISOString(),
        tenantIds: tenantIds.length === 0 ? null : tenantIds,
      },
    });
  };
  return { form, make, submit };
}
