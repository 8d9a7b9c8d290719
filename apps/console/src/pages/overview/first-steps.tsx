import { Button, Group, Text, Timeline } from '@mantine/core';
import { IconCalendarPlus, IconHourglass, IconPlayerPlay } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { Section } from '../../components/section';

const STEPS = [
  { name: 'job', hint: 'jobHint', sign: IconCalendarPlus },
  { name: 'run', hint: 'runHint', sign: IconPlayerPlay },
  { name: 'wait', hint: 'waitHint', sign: IconHourglass },
] as const;

/** What to do when there is no job yet. */
export function FirstSteps() {
  const { t } = useTranslation('overview');
  return (
    <Section title={t('first.title')}>
      <Text size="sm" mb="md">
        {t('first.intro')}
      </Text>
      <Timeline bulletSize={28}>
        {STEPS.map(({ name, hint, sign: Sign }) => (
          <Timeline.Item key={name} bullet={<Sign size={16} aria-hidden />} title={t(`first.${name}`)}>
            <Text size="sm">{t(`first.${hint}`)}</Text>
          </Timeline.Item>
        ))}
      </Timeline>
      <Group mt="md">
        <Button component={Link} to="/jobs/new">
          {t('first.create')}
        </Button>
        <Button component="a" href="/docs" target="_blank" rel="noopener" variant="default">
          {t('first.docs')}
        </Button>
      </Group>
    </Section>
  );
}
