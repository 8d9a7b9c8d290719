import { Alert, Button, NumberInput, Stack, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import type { RequestOf } from '@carillon/client/rest';
import { useTranslation } from 'react-i18next';
import { useAction } from '../../api/use-action';
import { FIGURES, type FigureName } from './figures';
import type { Plan } from './plan';

/** A number as typed; the empty text is no limit. */
type Figures = Record<FigureName, number | string>;

/** Edits all figures of a plan, or of a new one. */
export function PlanForm({ plan, close }: { plan: Plan | null; close: () => void }) {
  const { t } = useTranslation(['admin', 'account']);
  const form = useForm<Figures & { name: string }>({ initialValues: { name: plan?.name ?? '', ...startOf(plan) } });
  const { name } = form.getValues();
  const save = useAction('editPlan', {
    said: t('plans.saved', { name }),
    tellsFailure: false,
    changes: ['account'],
    onDone: close,
  });
  const submit = ({ name: path, ...figures }: Figures & { name: string }) =>
    save.mutate({ path: { name: path }, body: bodyOf(figures) });
  return (
    <form onSubmit={form.onSubmit(submit)}>
      <Stack gap="sm">
        {plan === null && (
          <TextInput
            label={t('plans.name')}
            description={t('plans.nameHint')}
            required
            {...form.getInputProps('name')}
          />
        )}
        {FIGURES.map(({ name: figure, unit, unlimitable }) => (
          <NumberInput
            key={figure}
            label={t(`usage.figures.${figure}`, { ns: 'account' })}
            {...(unlimitable && { description: t('plans.unlimitedHint') })}
            {...(unit !== null && { suffix: ` ${t(`plans.${unit}`)}` })}
            required={!unlimitable}
            allowDecimal={false}
            allowNegative={false}
            {...form.getInputProps(figure)}
          />
        ))}
        {save.error !== null && (
          <Alert color="red" role="alert">
            {save.error.message}
          </Alert>
        )}
        <Button type="submit" loading={save.isPending}>
          {t('action.save', { ns: 'common' })}
        </Button>
      </Stack>
    </form>
  );
}

const startOf = (plan: Plan | null): Figures =>
  Object.fromEntries(FIGURES.map(({ name }) => [name, plan?.[name] ?? ''])) as Figures;

/** The server judges whether a figure may be missing or is out of bounds, and says so by its name. */
const bodyOf = (figures: Figures): RequestOf<'editPlan'>['body'] =>
  Object.fromEntries(
    FIGURES.map(({ name }) => [name, figures[name] === '' ? null : Number(figures[name])]),
  ) as unknown as RequestOf<'editPlan'>['body'];
