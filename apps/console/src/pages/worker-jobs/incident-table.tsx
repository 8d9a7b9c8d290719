import { Badge, Button, Checkbox, Table, Text } from '@mantine/core';
import type { DataOf } from '@carillon/client/rest';
import { useTranslation } from 'react-i18next';
import { Instant } from '../../components/instant';

export type Incident = DataOf<'listIncidents'>['incidents'][number];

export const STATUS_COLORS: Readonly<Record<Incident['status'], string>> = {
  OPEN: 'red',
  RESOLVED: 'teal',
  DISMISSED: 'gray',
};

interface IncidentTableProps {
  incidents: readonly Incident[];
  selected: readonly string[];
  onSelect: (ids: readonly string[]) => void;
  onOpen: (id: string) => void;
}

/** Incidents with boxes: those that are open can be decided together. */
export function IncidentTable({ incidents, selected, onSelect, onOpen }: IncidentTableProps) {
  const { t } = useTranslation(['workerJobs', 'common']);
  const open = incidents.filter(({ status }) => status === 'OPEN').map(({ id }) => id);
  const toggle = (id: string) =>
    onSelect(selected.includes(id) ? selected.filter((one) => one !== id) : [...selected, id]);
  return (
    <Table.ScrollContainer
      minWidth={860}
      scrollAreaProps={{ viewportProps: { tabIndex: 0, role: 'region', 'aria-label': t('incidents.title') } }}
    >
      <Table>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>
              <Checkbox
                aria-label={t('action.selectAll', { ns: 'common' })}
                disabled={open.length === 0}
                checked={open.length > 0 && selected.length === open.length}
                indeterminate={selected.length > 0 && selected.length < open.length}
                onChange={(event) => onSelect(event.currentTarget.checked ? open : [])}
              />
            </Table.Th>
            <Table.Th>{t('incidents.filterType')}</Table.Th>
            <Table.Th>{t('incidents.message')}</Table.Th>
            <Table.Th>{t('incidents.job')}</Table.Th>
            <Table.Th>{t('incidents.created')}</Table.Th>
            <Table.Th>{t('incidents.filterStatus')}</Table.Th>
            <Table.Th>{t('action.actions', { ns: 'common' })}</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {incidents.map((incident) => (
            <IncidentRow
              key={incident.id}
              incident={incident}
              isSelected={selected.includes(incident.id)}
              toggle={() => toggle(incident.id)}
              onOpen={() => onOpen(incident.id)}
            />
          ))}
        </Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  );
}

interface IncidentRowProps {
  incident: Incident;
  isSelected: boolean;
  toggle: () => void;
  onOpen: () => void;
}

function IncidentRow({ incident, isSelected, toggle, onOpen }: IncidentRowProps) {
  const { t } = useTranslation(['workerJobs', 'common']);
  const { id, type, status, message, job_type, worker, created_at } = incident;
  return (
    <Table.Tr>
      <Table.Td>
        <Checkbox
          aria-label={t('action.select', { ns: 'common', name: id })}
          disabled={status !== 'OPEN'}
          checked={isSelected}
          onChange={toggle}
        />
      </Table.Td>
      <Table.Td>{t(`incidents.type.${type}`)}</Table.Td>
      <Table.Td maw={320}>
        <Text size="sm" lineClamp={2}>
          {message}
        </Text>
      </Table.Td>
      <Table.Td>
        <Text size="sm">{job_type}</Text>
        <Text size="xs">{worker ?? ''}</Text>
      </Table.Td>
      <Table.Td>
        <Instant at={created_at} />
      </Table.Td>
      <Table.Td>
        <Badge variant="light" color={STATUS_COLORS[status]} tt="none">
          {t(`incidents.status.${status}`)}
        </Badge>
      </Table.Td>
      <Table.Td>
        <Button size="compact-sm" variant="default" onClick={onOpen} aria-label={t('incidents.open', { id })}>
          {t('action.open', { ns: 'common' })}
        </Button>
      </Table.Td>
    </Table.Tr>
  );
}
