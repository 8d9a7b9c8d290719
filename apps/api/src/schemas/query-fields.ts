import { isLedgerId } from '@carillon/core/engine/find-run';
import { sentence, type Sentence } from '@carillon/core/messages/say';
import { z } from 'zod';
import { checkText } from '../http/check-content.js';
import { custom } from '../http/describe-issues.js';

export interface WholeNumber {
  min: number;
  max: number;
  /** What it is when it is not sent; for the documentation, which cannot see behind the parsing. */
  fallback?: number;
  description: string;
}

/** A whole number in a query, e.g. a page size. */
export function wholeNumber({ min, max, fallback, description }: WholeNumber) {
  const documented = { type: 'integer' as const, minimum: min, maximum: max };
  return z
    .string()
    .transform((text, ctx) => {
      const problem = checkWholeNumber(text, min, max);
      if (problem === null) return Number(text);
      ctx.addIssue(custom(problem));
      return z.NEVER;
    })
    .meta({ description, override: fallback === undefined ? documented : { ...documented, default: fallback } });
}

function checkWholeNumber(text: string, minimum: number, maximum: number): Sentence | null {
  if (!/^-?\d+$/.test(text)) return sentence('field_not_a_whole_number');
  if (Number(text) < minimum) return sentence('field_too_small', { minimum });
  return Number(text) > maximum ? sentence('field_too_big', { maximum }) : null;
}

/** How many rows a page has. */
export const pageSize = wholeNumber({ min: 1, max: 1_000, fallback: 100, description: 'Rows a page.' }).default(100);

/** `true` or `false` in a query. */
export const truth = z.enum(['true', 'false']).transform((text) => text === 'true');

/** Free text in a query. */
export const searchText = z
  .string()
  .min(1)
  .max(255)
  .superRefine((text, ctx) => {
    const problem = checkText(text);
    if (problem !== null) ctx.addIssue(custom(problem));
  });

const isoInstant = z.iso.datetime({ offset: true });

/** An instant in a query. A `+` that was not escaped arrives as a space; in an offset it can only have been a plus. */
export const instant = z
  .string()
  .transform((text, ctx) => {
    const parsed = isoInstant.safeParse(text.replace(/ (?=\d{2}:\d{2}$)/, '+'));
    const date = new Date(parsed.data ?? Number.NaN);
    if (date.getUTCFullYear() >= 1 && date.getUTCFullYear() <= 9_999) return date;
    ctx.addIssue(custom(sentence('field_not_an_instant')));
    return z.NEVER;
  })
  .meta({ override: { type: 'string', format: 'date-time' } });

/** Where a page begins: the id after which it goes on, in a spelling that invites nobody to make one up. */
export const cursor = z
  .string()
  .transform((text, ctx) => {
    const id = decodeCursor(text);
    if (id !== null) return id;
    ctx.addIssue(custom(sentence('field_bad_cursor')));
    return z.NEVER;
  })
  .meta({ description: 'The `X-Next-Cursor` header of the page before.', override: { type: 'string' } });

/** The cursor that goes on after a row with this uuid. */
export function encodeCursor(id: string): string {
  return Buffer.from(id.replaceAll('-', ''), 'hex').toString('base64url');
}

function decodeCursor(text: string): string | null {
  if (!/^[A-Za-z0-9_-]{22}$/.test(text)) return null;
  const hex = Buffer.from(text, 'base64url').toString('hex');
  const id = hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
  return isLedgerId(id) ? id : null;
}

/** A place in a list that has two keys: a number, then the id. */
export interface RankedPlace {
  id: string;
  rank: number;
}

/** Where a page of a list begins that is ordered by a number, and by id where that is equal; see `cursor`. */
export const rankedCursor = z
  .string()
  .transform((text, ctx): string | RankedPlace => {
    const place = text.length > 22 ? decodeRanked(text) : decodeCursor(text);
    if (place !== null) return place;
    ctx.addIssue(custom(sentence('field_bad_cursor')));
    return z.NEVER;
  })
  .meta({ description: 'The `X-Next-Cursor` header of the page before.', override: { type: 'string' } });

function encodeRanked({ id, rank }: RankedPlace): string {
  return `${encodeCursor(id)}.${rank}`;
}

function decodeRanked(text: string): RankedPlace | null {
  const [cursorText = '', rankText = '', ...more] = text.split('.');
  const id = decodeCursor(cursorText);
  if (id === null || more.length > 0 || !/^[1-9]\d{0,8}$/.test(rankText)) return null;
  return { id, rank: Number(rankText) };
}

/** The header that leads to the next page of such a list. */
export function nextRankedCursor(next: RankedPlace | null): Record<string, string> {
  return next === null ? {} : { 'X-Next-Cursor': encodeRanked(next) };
}

/** The header that leads to the next page; none on the last. */
export function nextCursor(nextId: string | null): Record<string, string> {
  return nextId === null ? {} : { 'X-Next-Cursor': encodeCursor(nextId) };
}

/** How `X-Next-Cursor` is documented. */
export const CURSOR_HEADERS = { 'X-Next-Cursor': 'Pass it as `cursor` to get the next page; absent on the last.' };
