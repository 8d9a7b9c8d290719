import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import type { Browser, Page } from 'playwright-core';
import { NO_FAULTS, signInByLink, startBrowser, visit, type Visit } from './browser.js';
import { startProduct, type Product } from './product.js';

jest.setTimeout(90_000);

let product: Product;
let browser: Browser;
beforeAll(async () => {
  [product, browser] = await Promise.all([startProduct(), startBrowser()]);
});
afterAll(async () => {
  await browser?.close();
  await product?.stop();
});

/** Reads where the page is, when it has gone on to an address of this shape. */
const arrive = (page: Page, shape: RegExp) => page.waitForURL((url) => shape.test(url.pathname));

describe('a person with a key, in English', () => {
  let there: Visit;
  let page: Page;
  beforeAll(async () => {
    there = await visit(browser, product.url);
    page = there.page;
  });
  afterAll(async () => {
    await there.context.close();
  });

  it('signs in by typing it, and is told when it is wrong', async () => {
    await page.goto('/jobs');
    await page.getByRole('textbox', { name: 'API key' }).fill('car_wrong');
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page.getByText('This is not accepted.').waitFor();
    expect(there.faults.errors.splice(0)).toEqual([expect.stringContaining('401')]);

    await page.getByRole('textbox', { name: 'API key' }).fill(product.key);
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page.getByRole('heading', { level: 1, name: 'Cron jobs' }).waitFor();
  });

  it('makes a job, seeing as they type when it would fire', async () => {
    await page.getByRole('link', { name: 'New job' }).first().click();
    await page.getByRole('textbox', { name: 'Name', exact: true }).fill('Ping');
    await page.getByRole('textbox', { name: 'URL' }).fill(`${product.target.url}/ping`);
    const preview = page.getByRole('table', { name: 'The next instants' });
    const schedule = page.getByRole('textbox', { name: 'Cron expression' });
    await schedule.fill('15 7 * * *');
    await preview
      .getByText(/\d 07:15:00/)
      .first()
      .waitFor();
    await schedule.fill('45 23 * * *');
    await preview
      .getByText(/\d 23:45:00/)
      .first()
      .waitFor();
    expect(await preview.getByText(/\d 07:15:00/).count()).toBe(0);
    await page.getByText('At 23:45').waitFor();

    await page.getByRole('button', { name: 'Create the job' }).click();
    await arrive(page, /^\/jobs\/[^/]+$/);
    await page.getByRole('heading', { level: 1, name: 'Ping' }).waitFor();
  });

  it('runs it by hand and reads the answer', async () => {
    await page.getByRole('button', { name: 'Run now' }).click();
    await page.getByRole('link', { name: 'Open the run' }).click();
    await page.getByRole('heading', { level: 1, name: 'Run of Ping' }).waitFor();
    await page.getByText('It succeeded with status 200.').waitFor();
    await page.getByText('pong').first().waitFor();
    expect(product.target.to('/ping')).toHaveLength(1);
  });

  it('sees scheduled runs come in, and fail, without loading the page again', async () => {
    const job = { name: 'Every second', url: `${product.target.url}/every`, method: 'GET', schedule: '* * * * * *' };
    const { id } = await product.call<{ id: string }>('POST', '/api/jobs', { ...job, timezone: 'UTC' });
    await page.goto(`/jobs/${id}`);
    await page.evaluate('window.__sameDocument = true');
    const rows = page.getByRole('table', { name: 'Runs', exact: true }).getByRole('row');
    await rows.getByText('Succeeded').first().waitFor();
    await product.call('PATCH', `/api/jobs/${id}`, { url: `${product.target.url}/broken` });
    await rows.getByText('Failed').first().waitFor();
    expect(await page.evaluate('window.__sameDocument')).toBe(true);
    await product.call('PATCH', `/api/jobs/${id}`, { enabled: false });

    await rows.filter({ hasText: 'Failed' }).getByRole('link').first().click();
    await page.getByText('It failed: the target answered with status 500.').waitFor();
    await page.getByText('out of order').first().waitFor();
  });

  it('tries a failed worker job again with other variables', async () => {
    const key = await failedWorkerJob();
    await page.goto('/incidents');
    await page
      .getByRole('row', { name: /mailbox full/ })
      .getByRole('button')
      .click();
    const drawer = page.getByRole('dialog');
    await drawer.getByRole('switch', { name: 'Change variables' }).click();
    await drawer.getByRole('textbox', { name: 'Variables (JSON)' }).fill('{"to":"somebody.else@example.com"}');
    await drawer.getByRole('button', { name: 'Try again' }).click();
    await page.getByText('The job is to be tried again.').waitFor();

    await page.goto(`/worker-jobs/${key}`);
    await page.getByText('somebody.else@example.com').first().waitFor();
    await page.getByText('To be tried again').first().waitFor();
  });

  it('sees what a smaller plan would take away, before anything is', async () => {
    await page.goto('/usage');
    await page.getByRole('button', { name: 'What if FREE?' }).click();
    const dialog = page.getByRole('dialog', { name: 'From UNLIMITED to FREE' });
    await dialog.getByText(/\d of \d cron jobs would be disabled/).waitFor();
    await dialog.getByText('Demo: echo every minute').waitFor();
    await page.keyboard.press('Escape');
    await dialog.waitFor({ state: 'hidden' });
    expect(await product.call('GET', '/api/usage')).toMatchObject({ limits: { plan: 'UNLIMITED' } });
  });

  it('signs out, and nothing is left to go back to', async () => {
    await page.goto('/jobs');
    await page.getByText('Demo: echo every minute').first().waitFor();
    await page.getByRole('button', { name: 'Sign out' }).click();
    await page.getByRole('button', { name: 'Sign in' }).waitFor();
    expect(await page.evaluate('JSON.stringify({ ...sessionStorage })')).toBe('{}');
    await page.goBack();
    await page.getByRole('button', { name: 'Sign in' }).waitFor();
    expect(await page.locator('body').textContent()).not.toContain('Demo');
  });

  it('met no error, no dialog, and no other server', () => {
    expect(there.faults).toEqual(NO_FAULTS);
  });
});

it('a person in Japan signs in by the link that is printed, and reads Japanese', async () => {
  const { context, page, faults } = await visit(browser, product.url, { locale: 'ja-JP', timezoneId: 'Asia/Tokyo' });
  await signInByLink(page, product.key);
  await page.getByRole('heading', { level: 1, name: '概要' }).waitFor();
  expect(page.url()).not.toContain(product.key);
  expect(await page.locator('html').getAttribute('lang')).toBe('ja');

  await page.getByRole('link', { name: 'cron ジョブ' }).click();
  await page.getByRole('link', { name: 'Demo: echo every minute' }).first().click();
  await page.getByRole('link', { name: '編集' }).click();
  await page.getByRole('textbox', { name: 'cron 式' }).fill('61 * * * *');
  await page.getByRole('button', { name: '変更を保存' }).click();
  await page.getByRole('alert').getByText('cron 式').waitFor();
  expect(await page.getByRole('textbox', { name: 'cron 式' }).inputValue()).toBe('61 * * * *');

  await page.getByRole('button', { name: '言語' }).click();
  await page.getByRole('menuitem', { name: 'Русский' }).click();
  await page.getByRole('link', { name: 'Обзор' }).waitFor();
  expect(await page.locator('html').getAttribute('lang')).toBe('ru');
  expect({ ...faults, errors: faults.errors.filter((error) => !/\b4(00|22)\b/.test(error)) }).toEqual(NO_FAULTS);
  await context.close();
});

/** A worker job whose only attempt failed; gives its key. */
async function failedWorkerJob(): Promise<string> {
  const variables = { to: 'nobody@example.com' };
  await product.call('POST', '/api/v1/jobs', { type: 'letter', variables, retries: 1 });
  const asked = { type: 'letter', worker: 'post-1', max_jobs: 1, request_timeout: 5_000 };
  const { jobs } = await product.call<{ jobs: { key: string }[] }>('POST', '/api/v1/jobs/activate', asked);
  const key = jobs[0]?.key ?? '';
  await product.call('PUT', `/api/v1/jobs/${key}/fail`, { retries: 0, error_message: 'mailbox full' });
  return key;
}
