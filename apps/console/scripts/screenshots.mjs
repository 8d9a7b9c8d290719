#!/usr/bin/env node
/**
 * Takes pictures of every page of the console, light and dark, wide and as on a phone, in English and in Japanese:
 *
 *     node apps/console/scripts/screenshots.mjs <folder> [.carillon/dev.json]
 *
 * Carillon must be running (`npm start`); what there is to see is made first, through the API. It takes a minute or two.
 */
import { mkdir, readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { seedLively } from './seed-lively.mjs';

const [folder, devFile = '.carillon/dev.json'] = process.argv.slice(2);
if (folder === undefined) throw new Error('Name the folder that the pictures go to.');
const { apiUrl, apiKey } = JSON.parse(await readFile(devFile, 'utf8'));

// The driver of the browser is among what the tests of the whole need.
const { chromium } = createRequire(new URL('../../standalone/package.json', import.meta.url))('playwright-core');

const LOOKS = [
  {
    name: 'light-en',
    colorScheme: 'light',
    locale: 'en-GB',
    timezoneId: 'Europe/London',
    viewport: { width: 1280, height: 800 },
  },
  {
    name: 'dark-ja',
    colorScheme: 'dark',
    locale: 'ja-JP',
    timezoneId: 'Asia/Tokyo',
    viewport: { width: 1280, height: 800 },
  },
  {
    name: 'phone-light-ja',
    colorScheme: 'light',
    locale: 'ja-JP',
    timezoneId: 'Asia/Tokyo',
    viewport: { width: 375, height: 780 },
  },
  {
    name: 'phone-dark-en',
    colorScheme: 'dark',
    locale: 'en-GB',
    timezoneId: 'Europe/London',
    viewport: { width: 375, height: 780 },
  },
];

async function openBrowser() {
  return chromium.launch({ executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium', args: ['--no-sandbox'] });
}

async function takeAll(browser, { name, ...look }, pages) {
  const context = await browser.newContext({ ...look, baseURL: apiUrl, reducedMotion: 'reduce' });
  const page = await context.newPage();
  await page.goto('/');
  await shoot(page, `${name}-sign-in`);
  // The key is read when the page is loaded, which another fragment alone does not do.
  await page.goto('about:blank');
  await page.goto(`/#key=${apiKey}`);
  await page.locator('nav').first().waitFor({ state: 'attached' });
  for (const [what, path] of pages) {
    await page.goto(path);
    await shoot(page, `${name}-${what}`);
  }
  await context.close();
}

async function shoot(page, name) {
  await page.locator('h1').first().waitFor();
  // What is fetched is there after a second on any machine; charts are drawn, and drawers slide in, a moment later.
  await page.waitForTimeout(1_500);
  await page.screenshot({ path: join(folder, `${name}.png`), fullPage: true });
}

await mkdir(folder, { recursive: true });
const { pages, stop } = await seedLively(apiUrl, apiKey);
const browser = await openBrowser();
for (const look of LOOKS) await takeAll(browser, look, pages);
await browser.close();
stop();
