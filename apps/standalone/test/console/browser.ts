import { ensureProgram } from '@carillon/testkit/ensure-program';
import { chromium, type Browser, type BrowserContext, type BrowserContextOptions, type Page } from 'playwright-core';

/** What must not happen while a page is open. */
export interface Faults {
  /** Errors of the page and of the console, and what the content security policy kept from happening. */
  readonly errors: string[];
  /** Requests to anywhere but where the page came from. */
  readonly foreign: string[];
  /** Dialogs of the browser: nothing of ours opens one. */
  readonly dialogs: string[];
}

export interface Visit {
  readonly context: BrowserContext;
  readonly page: Page;
  readonly faults: Faults;
}

/** Starts Chromium, which is installed where it is absent and we may. */
export async function startBrowser(): Promise<Browser> {
  const executablePath = await ensureProgram('chromium', { debian: 'chromium' });
  // The sandbox needs what containers and root do not have; only our own pages are opened.
  return chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-dev-shm-usage'] });
}

const WIDE = { width: 1280, height: 900 };

const TELL_VIOLATIONS = `addEventListener('securitypolicyviolation', (event) =>
  console.error('policy violated:', event.violatedDirective, event.blockedURI));`;

/** A person with a fresh browser, of whom is noted what goes wrong. */
export async function visit(browser: Browser, origin: string, options: BrowserContextOptions = {}): Promise<Visit> {
  const context = await browser.newContext({
    baseURL: origin,
    locale: 'en-GB',
    timezoneId: 'Europe/Berlin',
    viewport: WIDE,
    reducedMotion: 'reduce',
    ...options,
  });
  context.setDefaultTimeout(30_000);
  await context.addInitScript(TELL_VIOLATIONS);
  const faults: Faults = { errors: [], foreign: [], dialogs: [] };
  context.on('request', (request) => {
    const url = request.url();
    if (!url.startsWith(`${origin}/`) && !url.startsWith('data:')) faults.foreign.push(url);
  });
  context.on('console', (message) => {
    if (message.type() === 'error') faults.errors.push(`${message.text()} (${message.location().url})`);
  });
  context.on('weberror', (error) => faults.errors.push(String(error.error())));
  context.on('dialog', (dialog) => {
    faults.dialogs.push(dialog.message());
    void dialog.dismiss();
  });
  return { context, page: await context.newPage(), faults };
}

export const NO_FAULTS: Faults = { errors: [], foreign: [], dialogs: [] };

/** Opens the link that signs in, as `npm start` prints it. */
export async function signInByLink(page: Page, key: string): Promise<void> {
  await page.goto(`/#key=${key}`);
  await page.locator('nav').first().waitFor({ state: 'attached' });
}
