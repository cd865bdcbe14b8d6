import { createRequire } from 'node:module';
import { readFileSync } from 'node:fs';
import { chromium, type Browser, type Page } from 'playwright-core';

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** Debian's Chromium; `CHROMIUM_PATH` names another one. */
export async function openBrowser(): Promise<Browser> {
  return chromium.launch({ executablePath: process.env['CHROMIUM_PATH'] ?? '/usr/bin/chromium' });
}

export const WIDE = { width: 1440, height: 900 };
export const NARROW = { width: 390, height: 844 };

/** Long enough for a page that is loaded beside a busy machine. */
const WAITS_MS = 40_000;

/** A window of its own, with nothing remembered, and what goes wrong in it. */
export interface Window {
  readonly page: Page;
  /** What broke, what the policy of the page forbade, and what was asked of another host. */
  readonly faults: string[];
}

export async function openWindow(browser: Browser, address: string, viewport = WIDE): Promise<Window> {
  const context = await browser.newContext({
    viewport,
    baseURL: address,
    timezoneId: 'America/New_York',
    reducedMotion: 'reduce',
  });
  const page = await context.newPage();
  page.setDefaultTimeout(WAITS_MS);
  const faults: string[] = [];
  page.on('pageerror', ({ message }) => faults.push(message));
  page.on('console', (message) => {
    // The browser itself notes every answer that is an error; which ones are right is the matter of each test.
    if (message.type() === 'error' && !message.text().startsWith('Failed to load resource')) faults.push(message.text());
  });
  page.on('request', (request) => {
    if (!request.url().startsWith(address)) faults.push(`asked of another host: ${request.url()}`);
  });
  return { page, faults };
}

interface AxeResult {
  readonly violations: readonly {
    readonly id: string;
    readonly impact: string;
    readonly nodes: readonly { readonly html: string; readonly failureSummary: string }[];
  }[];
}

/** What somebody who cannot see, or has no mouse, would stumble over badly; and what sticks out of the window. */
export async function obstacles(page: Page): Promise<string[]> {
  // Evaluated rather than added as a script: the policy of the page stays in force.
  await page.evaluate(AXE);
  const { violations } = await page.evaluate<AxeResult>("axe.run({ resultTypes: ['violations'] })");
  const serious = violations.filter(({ impact }) => impact === 'serious' || impact === 'critical');
  const found = serious.flatMap(({ id, nodes }) => nodes.map(({ html, failureSummary }) => `${id}: ${html}\n${failureSummary}`));
  const sticksOut = await page.evaluate<number>('document.documentElement.scrollWidth - innerWidth');
  if (sticksOut <= 0) return found;
  return [...found, `${String(sticksOut)} px stick out of the window: ${await page.evaluate<string>(WHAT_STICKS_OUT)}`];
}

/** The outermost elements that reach beyond the window, each with its classes and from where to where it reaches. */
const WHAT_STICKS_OUT = `[...document.querySelectorAll('body *')]
  .map((element) => ({ element, rect: element.getBoundingClientRect() }))
  .filter(({ element, rect }) => rect.right > innerWidth && element.parentElement.getBoundingClientRect().right <= innerWidth)
  .slice(0, 5)
  .map(({ element, rect }) => element.tagName + '.' + element.className + ' ' + Math.round(rect.left) + '–' + Math.round(rect.right))
  .join(', ')`;

/** Fills in the login and waits for the overview, or for whatever place was asked for. */
export async function logIn(page: Page, username: string, password: string): Promise<void> {
  await page.locator('input[autocomplete="username"]').fill(username);
  await page.locator('input[autocomplete="current-password"]').fill(password);
  await page.keyboard.press('Enter');
  await page.locator('header.header').waitFor();
}
