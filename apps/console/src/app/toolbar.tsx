import { ActionIcon, Badge, Group, Tooltip } from '@mantine/core';
import { IconLogout } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { useIsLive } from '../api/live';
import { dropDrafts } from '../session/drafts';
import { useSession } from '../session/session';
import { PreferenceMenu } from './preference-menu';

/** Whether the page is live, the language, the colours, and the way out. */
export function Toolbar() {
  const { t } = useTranslation();
  const { credential, signOut } = useSession();
  const leave = () => {
    dropDrafts();
    signOut();
  };
  return (
    <Group gap={4} wrap="nowrap">
      {credential?.kind === 'key' && <LiveBadge />}
      <PreferenceMenu of="language" />
      <PreferenceMenu of="colorScheme" />
      {credential !== null && (
        <Tooltip label={t('signOut')}>
          <ActionIcon variant="subtle" color="gray" size="lg" aria-label={t('signOut')} onClick={leave}>
            <IconLogout size={18} />
          </ActionIcon>
        </Tooltip>
      )}
    </Group>
  );
}

function LiveBadge() {
  const { t } = useTranslation();
  const isLive = useIsLive();
  return (
    <Tooltip label={isLive ? t('live.onHint') : t('live.offHint')} multiline maw={280}>
      <Badge variant="dot" color={isLive ? 'teal' : 'gray'} tt="none" mr={4} role="status" tabIndex={0}>
        {isLive ? t('live.on') : t('live.off')}
      </Badge>
    </Tooltip>
  );
}
