import { Button, Stack, Text } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useParams } from 'react-router';
import { useOperation } from '../../api/use-operation';
import { Empty } from '../../components/empty';
import { Loaded } from '../../components/loaded';
import { PageHeader } from '../../components/page-header';
import { Section } from '../../components/section';
import { Deliveries } from './deliveries';
import { SecretDialog } from './secret-dialog';
import { VerifyText } from './verify-text';
import { WebhookActions } from './webhook-actions';
import { WebhookForm } from './webhook-form';
import type { Webhook } from './webhook-values';

/** The webhook of one job: made here where there is none. */
export function Page() {
  const { t } = useTranslation('webhooks');
  const { jobId = '' } = useParams();
  const job = useOperation('getJob', { path: { jobId } });
  const webhook = useOperation('getWebhook', { path: { jobId } });
  const [secret, setSecret] = useState<string | null>(null);
  const current = webhook.error?.status === 404 ? null : (webhook.data ?? null);
  return (
    <Loaded of={job}>
      {({ name }) => (
        <>
          <PageHeader title={t('page', { name })}>
            <Button component={Link} to={`/jobs/${encodeURIComponent(jobId)}`} variant="default">
              {t('toJob')}
            </Button>
            {current !== null && <WebhookActions webhook={current} onSecret={setSecret} />}
          </PageHeader>
          {webhook.error?.status === 404 ? (
            <NoWebhook jobId={jobId} onSecret={setSecret} />
          ) : (
            <Loaded of={webhook}>{(shown) => <WebhookParts webhook={shown} onSecret={setSecret} />}</Loaded>
          )}
          <SecretDialog secret={secret} close={() => setSecret(null)} />
        </>
      )}
    </Loaded>
  );
}

interface WithSecret {
  onSecret: (secret: string) => void;
}

function NoWebhook({ jobId, onSecret }: WithSecret & { jobId: string }) {
  const { t } = useTranslation('webhooks');
  return (
    <Stack maw={880}>
      <Empty title={t('none')}>{t('noneHint')}</Empty>
      <Section title={t('form.create')}>
        <WebhookForm key="new" jobId={jobId} webhook={null} onSecret={onSecret} />
      </Section>
    </Stack>
  );
}

function WebhookParts({ webhook, onSecret }: WithSecret & { webhook: Webhook }) {
  const { t } = useTranslation('webhooks');
  return (
    <Stack>
      <Section title={t('endpoint')}>
        {webhook.disabledReason !== null && (
          <Text size="sm" mb="sm" fw={600}>
            {t('gone')}
          </Text>
        )}
        <WebhookForm key={webhook.id} jobId={webhook.jobId} webhook={webhook} onSecret={onSecret} />
      </Section>
      <Deliveries jobId={webhook.jobId} />
      <Section title={t('verify.title')}>
        <VerifyText previousUntil={webhook.previousSecretUntil} />
      </Section>
    </Stack>
  );
}
