import type { MantineTheme } from '@mantine/core';
import uPlot from 'uplot';

/** One line, or one layer of the bars. */
export interface ChartSeries {
  label: string;
  /** A Mantine colour, as STATE_LOOKS has them. */
  color: string;
  /** One for each instant; null leaves a gap. */
  values: readonly (number | null)[];
}

interface Facts {
  series: readonly ChartSeries[];
  kind: 'lines' | 'stackedBars' | 'points';
  format: (value: number) => string;
  theme: MantineTheme;
  scheme: 'light' | 'dark';
  language: string;
  /** What the legend calls the instant under the pointer. */
  timeLabel: string;
}

const BAR_SHARE = 0.7;
const WIDEST_BAR_PX = 32;

/** How uPlot is to draw: colours of the scheme, the language's dates, a legend that reads out the point under the pointer. */
export function chartOptions(facts: Facts): Omit<uPlot.Options, 'width' | 'height'> {
  const { series, kind, format, theme, scheme, language, timeLabel } = facts;
  const ink = scheme === 'dark' ? theme.colors.gray[4] : theme.colors.gray[7];
  const grid = { stroke: scheme === 'dark' ? theme.colors.dark[5] : theme.colors.gray[2], width: 1 };
  const axis = { stroke: ink ?? 'gray', grid, ticks: grid } as uPlot.Axis;
  const shown = new Intl.DateTimeFormat(language, { dateStyle: 'short', timeStyle: 'medium' });
  return {
    legend: { live: true },
    cursor: { drag: { x: false, y: false }, points: { show: kind !== 'stackedBars' } },
    scales: {
      x: { range: (chart, low, high) => [low, high + (kind === 'stackedBars' ? widthOf(chart.data[0]) : 0)] },
      y: { range: (_chart, _low, high) => [0, high > 0 ? high * 1.05 : 1] },
    },
    axes: [
      { ...axis, values: (_chart, instants) => labels(instants, language) },
      { ...axis, size: (_chart, labels) => axisWidth(labels), values: (_chart, values) => values.map(format) },
    ],
    series: [
      { label: timeLabel, value: (_chart, seconds) => (seconds === null ? '–' : shown.format(seconds * 1_000)) },
      ...series.map((one) => drawing(one, { kind, format, color: shade(theme, one.color, scheme) })),
    ],
  };
}

/** How far apart instants are, in seconds: a bar stands to the right of its own. */
const widthOf = ([first = 0, second = first]: ArrayLike<number> & Iterable<number>): number => second - first;

const NARROWEST_AXIS_PX = 44;
const LETTER_PX = 7.5;

/** Room for the longest label of the vertical axis. */
const axisWidth = (labels: readonly string[] | null): number =>
  Math.max(NARROWEST_AXIS_PX, 18 + LETTER_PX * Math.max(0, ...(labels ?? []).map((label) => label.length)));

function drawing(
  { label, values }: ChartSeries,
  { kind, format, color }: { kind: Facts['kind']; format: Facts['format']; color: string },
): uPlot.Series {
  const value: uPlot.Series['value'] = (_chart, _drawn, _series, point) => {
    const exact = point === null ? null : values[point];
    return exact === null || exact === undefined ? '–' : format(exact);
  };
  const common = { label, value, stroke: color, width: kind === 'lines' ? 2 : 0 };
  if (kind === 'lines') return { ...common, points: { show: false } };
  if (kind === 'points')
    return { ...common, paths: () => null, points: { show: true, size: 6, fill: color, width: 0 } };
  const bars = uPlot.paths.bars?.({ size: [BAR_SHARE, WIDEST_BAR_PX], align: 1 });
  return { ...common, fill: color, points: { show: false }, ...(bars !== undefined && { paths: bars }) };
}

const shade = (theme: MantineTheme, color: string, scheme: 'light' | 'dark') =>
  theme.colors[color]?.[scheme === 'dark' ? 5 : 6] ?? color;

/** Hours and minutes; the date where a day begins. */
function labels(instants: readonly number[], language: string): string[] {
  const hour = new Intl.DateTimeFormat(language, { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' });
  const day = new Intl.DateTimeFormat(language, { month: 'short', day: 'numeric' });
  return instants.map((seconds) => {
    const at = new Date(seconds * 1_000);
    return at.getHours() === 0 && at.getMinutes() === 0 ? day.format(at) : hour.format(at);
  });
}

/** Piles layers up: each column becomes the sum of itself and those after it, so that the first is drawn behind the others. */
export function stack(columns: readonly (readonly (number | null)[])[]): number[][] {
  const piled: number[][] = [];
  for (const column of [...columns].reverse()) {
    const below = piled[0];
    piled.unshift(column.map((value, i) => (value ?? 0) + (below?.[i] ?? 0)));
  }
  return piled;
}
