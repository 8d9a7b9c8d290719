import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { waitFor } from '@carillon/testkit/wait-for';
import type { Page } from 'playwright-core';

/** Waits until the page that was gone to shows what it is about, with nothing on its way any more. */
export async function settle(page: Page): Promise<void> {
  await page.getByRole('heading', { level: 1 }).first().waitFor();
  const onItsWay = page.locator('.mantine-Skeleton-root, .mantine-Loader-root');
  await waitFor('everything to be there', async () => (await onItsWay.count()) === 0, { timeoutMs: 30_000 });
}

/** Turns the colours to dark or light, and waits until they have turned. */
export async function turn(page: Page, colorScheme: 'dark' | 'light'): Promise<void> {
  await page.emulateMedia({ colorScheme });
  await page.locator(`html[data-mantine-color-scheme="${colorScheme}"]`).waitFor();
  await rest(page);
}

/** Makes the window as wide as a phone's or a desk's, and waits until the page has taken its shape. */
export async function fit(page: Page, width: number): Promise<void> {
  await page.setViewportSize({ width, height: 850 });
  await rest(page);
}

/** Two frames, and the ends of what moves then: a colour that is inherited may move in one element after the other. */
const REST = `(async () => {
  for (;;) {
    await new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
    const moving = document.getAnimations();
    if (moving.length === 0) return;
    await Promise.allSettled(moving.map(({ finished }) => finished));
  }
})()`;

/** Waits until the page is drawn and nothing on it moves. */
async function rest(page: Page): Promise<void> {
  await page.evaluate(REST);
}

const axeSource = readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

interface Violation {
  readonly id: string;
  readonly impact: string;
  readonly nodes: readonly { readonly target: readonly string[]; readonly failureSummary: string }[];
}

/** What keeps people out, serious or worse, as axe sees it: the rule, where, and why. */
export async function barriers(page: Page, rules?: readonly string[]): Promise<string[]> {
  if ((await page.evaluate('typeof axe')) === 'undefined') await page.evaluate(await axeSource);
  const options = { resultTypes: ['violations'], ...(rules !== undefined && { runOnly: rules }) };
  const found = await page.evaluate(
    `axe.run(document, ${JSON.stringify(options)}).then((result) => result.violations)`,
  );
  return (found as Violation[])
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .flatMap(({ id, nodes }) =>
      nodes.map(({ target, failureSummary }) => `${id}: ${target.join(' ')}: ${failureSummary}`),
    );
}

const OVERHANGING = `(() => {
  const { scrollWidth, clientWidth } = document.documentElement;
  if (scrollWidth <= clientWidth) return [];
  return [...document.querySelectorAll('#content *')]
    .filter((element) => element.getBoundingClientRect().right > clientWidth)
    .map((element) => element.tagName + '.' + element.className);
})()`;

/** What makes the page wider than the window; empty where it is not. */
export const overhanging = async (page: Page): Promise<unknown> => page.evaluate(OVERHANGING);
