import { Code, Text } from '@mantine/core';
import { useScheduleWords } from '../../components/schedule-words';

/** A schedule in words with the expression below, or the expression alone. */
export function ScheduleText({ schedule, timezone }: { schedule: string; timezone: string }) {
  const words = useScheduleWords()(schedule);
  return (
    <>
      {words !== null && <Text size="sm">{words}</Text>}
      <Text size="xs" component="div">
        <Code>{schedule}</Code> {timezone}
      </Text>
    </>
  );
}
