import type { ChartSeries } from './chart-options';

export const CHART_HEIGHT_PX = 220;

export interface TimeChartProps {
  /** What the chart shows, for its accessible name. */
  title: string;
  /** One instant a point, in ms since the epoch, ascending. */
  at: readonly number[];
  series: readonly ChartSeries[];
  kind: 'lines' | 'stackedBars' | 'points';
  /** Writes a value of the vertical axis. */
  format: (value: number) => string;
  height?: number;
}
