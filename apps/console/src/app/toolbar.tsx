import { ActionIcon, Badge, Group, Menu, Tooltip, useMantineColorScheme } from '@mantine/core';
import { IconLanguage, IconLogout, IconMoon, IconSun, IconSunMoon } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { useIsLive } from '../api/live';
import { changeLanguage } from '../i18n/i18n';
import { LANGUAGE_NAMES, LANGUAGES } from '../i18n/languages';
import { dropDrafts } from '../session/drafts';
import { useSession } from '../session/session';

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
      <LanguageMenu />
      <ColorSchemeMenu />
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

export function LanguageMenu() {
  const { t, i18n } = useTranslation();
  return (
    <Menu>
      <Menu.Target>
        <ActionIcon variant="subtle" color="gray" size="lg" aria-label={t('language')}>
          <IconLanguage size={18} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        {LANGUAGES.map((language) => (
          <Menu.Item
            key={language}
            lang={language}
            fw={language === i18n.language ? 700 : 400}
            onClick={() => void changeLanguage(language)}
          >
            {LANGUAGE_NAMES[language]}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}

const SCHEMES = { light: IconSun, dark: IconMoon, auto: IconSunMoon } as const;

export function ColorSchemeMenu() {
  const { t } = useTranslation();
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  const Sign = SCHEMES[colorScheme];
  return (
    <Menu>
      <Menu.Target>
        <ActionIcon variant="subtle" color="gray" size="lg" aria-label={t('colorScheme.label')}>
          <Sign size={18} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        {(['light', 'dark', 'auto'] as const).map((scheme) => (
          <Menu.Item key={scheme} fw={scheme === colorScheme ? 700 : 400} onClick={() => setColorScheme(scheme)}>
            {t(`colorScheme.${scheme}`)}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}
