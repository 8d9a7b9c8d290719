import 'uplot/dist/uPlot.min.css';
import { Text, useComputedColorScheme, useMantineTheme } from '@mantine/core';
import { useEffect, useId, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import uPlot from 'uplot';
import { chartOptions, stack } from './chart-options';
import { ChartTable } from './chart-table';
import { CHART_HEIGHT_PX, type TimeChartProps } from './chart-props';
import classes from './drawn-chart.module.css';

/** A chart over time. It is drawn on a canvas, so the same figures stand in a table for who cannot see it. */
export function DrawnChart(props: TimeChartProps) {
  const { title, at, series } = props;
  const { t } = useTranslation();
  const element = useChart(props);
  const tableId = useId();
  const hasFigures = series.some(({ values }) => values.some((value) => value !== null && value !== 0));
  return (
    <figure style={{ margin: 0 }}>
      <div ref={element} className={classes.chart} role="img" aria-label={title} aria-describedby={tableId} />
      {!hasFigures && (
        <Text size="sm" c="dimmed" ta="center">
          {t('chart.empty')}
        </Text>
      )}
      <ChartTable id={tableId} title={title} at={at} series={series} format={props.format} />
    </figure>
  );
}

function useChart({ at, series, kind, format, height = CHART_HEIGHT_PX }: TimeChartProps) {
  const element = useRef<HTMLDivElement>(null);
  const scheme = useComputedColorScheme();
  const theme = useMantineTheme();
  const { t, i18n } = useTranslation();
  const timeLabel = t('chart.time');
  useEffect(() => {
    const place = element.current;
    if (place === null) return;
    const options = chartOptions({ series, kind, format, theme, scheme, language: i18n.language, timeLabel });
    const columns = series.map(({ values }) => [...values]);
    const drawn = kind === 'stackedBars' ? stack(columns) : columns;
    const data = [at.map((ms) => ms / 1_000), ...drawn] as uPlot.AlignedData;
    const chart = new uPlot({ ...options, width: place.clientWidth || 600, height }, data, place);
    const resizing = new ResizeObserver(() => chart.setSize({ width: place.clientWidth, height }));
    resizing.observe(place);
    return () => {
      resizing.disconnect();
      chart.destroy();
    };
  }, [at, series, kind, format, height, theme, scheme, i18n.language, timeLabel]);
  return element;
}
