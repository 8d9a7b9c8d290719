import { Alert, Text } from '@mantine/core';
import type { Components } from '@carillon/client/rest';
import { useTranslation } from 'react-i18next';
import { formatMs } from '../../components/format';
import { STATE_LOOKS } from '../../components/state-badge';
import { latenessWorthTelling, whyOf } from './why';

/** What became of a run, in sentences: ours first, then the server's reason or the error. */
export function Why({ log }: { log: Components['schemas']['Log'] }) {
  const { t } = useTranslation('runs');
  const { color, sign: Sign } = STATE_LOOKS[log.state];
  const late = latenessWorthTelling(log);
  return (
    <Alert color={color} icon={<Sign />} title={t('run.why')} aria-live="polite">
      <Text size="sm">{t(`why.${whyOf(log)}`, { status: log.status, attempt: log.attempt })}</Text>
      {log.reason !== null && <Text size="sm">{log.reason}</Text>}
      {log.error !== null && (
        <Text size="sm">
          {log.error.message} ({log.error.code})
        </Text>
      )}
      {late !== null && <Text size="sm">{t('why.late', { by: formatMs(late) })}</Text>}
    </Alert>
  );
}
