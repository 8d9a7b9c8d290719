import { ActionIcon, useMantineColorScheme, type ActionIconProps } from '@mantine/core';
import { IconLanguage, IconMoon, IconSun, IconSunMoon } from '@tabler/icons-react';
import type { ComponentProps } from 'react';
import { useTranslation } from 'react-i18next';

/** What a reader chooses for this browser. */
export type Preference = 'language' | 'colorScheme';

const SCHEMES = { light: IconSun, dark: IconMoon, auto: IconSunMoon } as const;

interface PreferenceButtonProps extends ActionIconProps, Omit<ComponentProps<'button'>, keyof ActionIconProps> {
  of: Preference;
}

/** What opens the menu, before and after it is loaded. */
export function PreferenceButton({ of: preference, ...rest }: PreferenceButtonProps) {
  const { t } = useTranslation();
  const { colorScheme } = useMantineColorScheme();
  const Sign = preference === 'language' ? IconLanguage : SCHEMES[colorScheme];
  const label = preference === 'language' ? t('language') : t('colorScheme.label');
  return (
    <ActionIcon variant="subtle" color="gray" size="lg" aria-label={label} aria-haspopup="menu" {...rest}>
      <Sign size={18} />
    </ActionIcon>
  );
}
