import type { CronLine } from './read-crontab.js';

/** The last line of the comment that says something. */
export function titleOf(comments: readonly string[]): string | null {
  const line = comments.findLast((comment) => /[\p{L}\p{N}]/u.test(comment));
  return line === undefined ? null : line.replace(/^[-=*#\s]+|[-=*#:\s]+$/g, '').slice(0, 100);
}

/** What is not a line of signs, without the line that has become the name. */
export function commentsOf({ comments, heading }: CronLine): string[] {
  const telling = [...heading, ...comments].filter((comment) => /[\p{L}\p{N}]/u.test(comment));
  return titleOf(comments) === null ? telling : telling.slice(0, -1);
}

/** An address as a name. */
export function shortAddress(text: string): string {
  const { host, pathname } = new URL(text);
  return `${host}${pathname === '/' ? '' : pathname}`.slice(0, 100);
}
