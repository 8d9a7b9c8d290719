import { Skeleton } from '@mantine/core';
import { lazy, Suspense } from 'react';
import { CHART_HEIGHT_PX, type TimeChartProps } from './chart-props';

const DrawnChart = lazy(async () => ({ default: (await import('./drawn-chart')).DrawnChart }));

/** A chart over time. What draws it is loaded beside the page, which is there to be used before. */
export function TimeChart(props: TimeChartProps) {
  return (
    <Suspense fallback={<Skeleton height={props.height ?? CHART_HEIGHT_PX} />}>
      <DrawnChart {...props} />
    </Suspense>
  );
}
