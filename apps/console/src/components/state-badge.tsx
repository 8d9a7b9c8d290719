import { Badge } from '@mantine/core';
import {
  IconAlertTriangle,
  IconArrowBackUp,
  IconBan,
  IconCheck,
  IconClock,
  IconClockOff,
  IconPlayerPlay,
  IconPlayerSkipForward,
  type Icon,
} from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';

export type RunState = 'queued' | 'running' | 'retrying' | 'succeeded' | 'failed' | 'skipped' | 'missed' | 'cancelled';

/** The colour of each state, everywhere; a sign goes with it, for who does not tell colours apart. */
export const STATE_LOOKS: Readonly<Record<RunState, { color: string; sign: Icon }>> = {
  queued: { color: 'gray', sign: IconClock },
  running: { color: 'blue', sign: IconPlayerPlay },
  retrying: { color: 'yellow', sign: IconArrowBackUp },
  succeeded: { color: 'teal', sign: IconCheck },
  failed: { color: 'red', sign: IconAlertTriangle },
  skipped: { color: 'violet', sign: IconPlayerSkipForward },
  missed: { color: 'orange', sign: IconClockOff },
  cancelled: { color: 'gray', sign: IconBan },
};

export function StateBadge({ state }: { state: RunState }) {
  const { t } = useTranslation();
  const { color, sign: Sign } = STATE_LOOKS[state];
  return (
    <Badge miw="max-content" variant="light" color={color} leftSection={<Sign size={12} aria-hidden />} tt="none">
      {t(`state.${state}`)}
    </Badge>
  );
}
