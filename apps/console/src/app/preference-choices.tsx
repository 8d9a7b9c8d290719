import { Menu, useMantineColorScheme } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { changeLanguage } from '../i18n/i18n';
import { LANGUAGE_NAMES, LANGUAGES } from '../i18n/languages';
import { PreferenceButton, type Preference } from './preference-button';

/** The menu of a preference, open from the start: somebody has just asked for it. */
export function PreferenceChoices({ of: preference }: { of: Preference }) {
  return (
    <Menu defaultOpened>
      <Menu.Target>
        <PreferenceButton of={preference} />
      </Menu.Target>
      <Menu.Dropdown>{preference === 'language' ? <Languages /> : <ColorSchemes />}</Menu.Dropdown>
    </Menu>
  );
}

function Languages() {
  const { i18n } = useTranslation();
  return LANGUAGES.map((language) => (
    <Menu.Item
      key={language}
      lang={language}
      fw={language === i18n.language ? 700 : 400}
      onClick={() => void changeLanguage(language)}
    >
      {LANGUAGE_NAMES[language]}
    </Menu.Item>
  ));
}

function ColorSchemes() {
  const { t } = useTranslation();
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  return (['light', 'dark', 'auto'] as const).map((scheme) => (
    <Menu.Item key={scheme} fw={scheme === colorScheme ? 700 : 400} onClick={() => setColorScheme(scheme)}>
      {t(`colorScheme.${scheme}`)}
    </Menu.Item>
  ));
}
