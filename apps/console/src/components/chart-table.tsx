import { useTranslation } from 'react-i18next';
import type { ChartSeries } from './chart-options';

interface ChartTableProps {
  id: string;
  title: string;
  at: readonly number[];
  series: readonly ChartSeries[];
  format: (value: number) => string;
}

/** As many rows as somebody would listen to; the latest. */
const MOST_ROWS = 60;

/** The figures of a chart as a table that only screen readers meet. */
export function ChartTable({ id, title, at, series, format }: ChartTableProps) {
  const { t, i18n } = useTranslation();
  const time = new Intl.DateTimeFormat(i18n.language, { dateStyle: 'short', timeStyle: 'short' });
  const first = Math.max(0, at.length - MOST_ROWS);
  return (
    <div className="visually-hidden" id={id}>
      <table>
        <caption>{t('chart.table', { title })}</caption>
        <thead>
          <tr>
            <th scope="col">{t('chart.time')}</th>
            {series.map(({ label }) => (
              <th key={label} scope="col">
                {label}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {at.slice(first).map((ms, row) => (
            <tr key={ms}>
              <th scope="row">{time.format(ms)}</th>
              {series.map(({ label, values }) => (
                <td key={label}>{figure(values[first + row], format)}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

const figure = (value: number | null | undefined, format: (value: number) => string) =>
  value === null || value === undefined ? '–' : format(value);
