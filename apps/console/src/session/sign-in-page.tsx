import { Button, Card, Center, Group, PasswordInput, SegmentedControl, Stack, Text, Title } from '@mantine/core';
import { useDocumentTitle } from '@mantine/hooks';
import { CarillonError } from '@carillon/client/rest';
import { useState, type SubmitEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { createApi } from '../api/create-api';
import { PreferenceMenu } from '../app/preference-menu';
import { languageOf } from '../i18n/languages';
import type { Credential } from './credential';
import { useSession } from './session';

/** Asks for a key, and tries it before it is kept. */
export function SignInPage() {
  const { t } = useTranslation();
  const [kind, setKind] = useState<Credential['kind']>('key');
  useDocumentTitle(`${t('signIn.title')} · ${t('appName')}`);
  return (
    <Center mih="100vh" p="md" component="main">
      <Card withBorder shadow="sm" w={420} maw="100%" p="xl">
        <Group justify="space-between" mb="md">
          <Group gap={8}>
            <img src="/favicon.svg" alt="" width={28} height={28} />
            <Title order={1} size="h3">
              {t('appName')}
            </Title>
          </Group>
          <Group gap={0}>
            <PreferenceMenu of="language" />
            <PreferenceMenu of="colorScheme" />
          </Group>
        </Group>
        <SegmentedControl
          fullWidth
          mb="md"
          aria-label={t('signIn.title')}
          value={kind}
          onChange={(value) => setKind(value)}
          data={[
            { value: 'key', label: t('signIn.key') },
            { value: 'operator', label: t('signIn.operator') },
          ]}
        />
        <Text size="sm" c="dimmed" mb="md">
          {kind === 'key' ? t('signIn.intro') : t('signIn.operatorIntro')}
        </Text>
        <SignInForm key={kind} kind={kind} />
      </Card>
    </Center>
  );
}

function SignInForm({ kind }: { kind: Credential['kind'] }) {
  const { t } = useTranslation();
  const { secret, setSecret, problem, isTrying, submit } = useSignIn(kind);
  return (
    <form onSubmit={submit} noValidate>
      <Stack>
        <PasswordInput
          label={kind === 'key' ? t('signIn.key') : t('signIn.token')}
          placeholder={kind === 'key' ? 'car_…' : ''}
          autoComplete="off"
          data-autofocus
          value={secret}
          onChange={(event) => setSecret(event.currentTarget.value)}
          error={problem}
        />
        <Button type="submit" loading={isTrying}>
          {t('signIn.submit')}
        </Button>
        <Text size="xs" c="dimmed">
          {t('signIn.where')}
        </Text>
      </Stack>
    </form>
  );
}

function useSignIn(kind: Credential['kind']) {
  const { t, i18n } = useTranslation();
  const { signIn } = useSession();
  const [secret, setSecret] = useState('');
  const [problem, setProblem] = useState<string | null>(null);
  const [isTrying, setTrying] = useState(false);
  const submit = async (event: SubmitEvent) => {
    event.preventDefault();
    const credential: Credential = { kind, secret: secret.trim() };
    if (credential.secret === '') return setProblem(t('signIn.required'));
    setTrying(true);
    const error = await tryOut(credential, languageOf(i18n.language));
    setTrying(false);
    if (error === null) return signIn(credential);
    setProblem(error.status === 401 || error.status === 403 ? t('signIn.wrong') : error.message);
  };
  return { secret, setSecret, problem, isTrying, submit };
}

/** Asks for something that the credential must open. @returns why it does not; null when it does */
async function tryOut(credential: Credential, language: ReturnType<typeof languageOf>): Promise<CarillonError | null> {
  const api = createApi(credential, language);
  try {
    await (credential.kind === 'key' ? api.getUsage() : api.listPlans());
    return null;
  } catch (error) {
    if (error instanceof CarillonError) return error;
    throw error;
  }
}
