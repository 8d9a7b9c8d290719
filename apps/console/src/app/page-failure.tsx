import { Alert, Button, Code } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useRouteError } from 'react-router';

/** In the place of a page that threw, or whose code could not be loaded: after an upgrade, for one, its file is gone. */
export function PageFailure() {
  const { t } = useTranslation();
  const error = useRouteError();
  return (
    <Alert color="red" title={t('error.crash')} role="alert" m="lg">
      <p>{t('error.crashHint')}</p>
      <Code block>{error instanceof Error ? error.message : String(error)}</Code>
      <Button mt="md" onClick={() => window.location.reload()}>
        {t('action.refresh')}
      </Button>
    </Alert>
  );
}
