/** A duration for people, from milliseconds: `840 ms`, `1.2 s`, `3 min 20 s`, `2 h 5 min`, `30 min`. */
export function formatMs(ms: number | null | undefined): string {
  if (ms === null || ms === undefined) return '–';
  if (Math.abs(ms) < 1_000) return `${Math.round(ms)} ms`;
  if (Math.abs(ms) < 60_000) return `${Number((ms / 1_000).toFixed(1))} s`;
  const seconds = Math.round(ms / 1_000);
  if (seconds < 3_600) return twoUnits(Math.floor(seconds / 60), 'min', seconds % 60, 's');
  const minutes = Math.floor(seconds / 60);
  return twoUnits(Math.floor(minutes / 60), 'h', minutes % 60, 'min');
}

const twoUnits = (large: number, largeUnit: string, small: number, smallUnit: string): string =>
  small === 0 ? `${large} ${largeUnit}` : `${large} ${largeUnit} ${small} ${smallUnit}`;

/** A count as the language writes it. */
export const formatCount = (count: number, language: string): string => new Intl.NumberFormat(language).format(count);

/** A share in [0, 1] as percent; a dash where there is none. Never rounded up to 100 %. */
export function formatShare(share: number | null | undefined, language: string): string {
  if (share === null || share === undefined) return '–';
  const shape = { style: 'percent', maximumFractionDigits: 1, roundingMode: 'floor' } as Intl.NumberFormatOptions;
  return new Intl.NumberFormat(language, shape).format(share);
}
