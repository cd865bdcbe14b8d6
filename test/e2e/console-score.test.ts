import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { Browser, Page } from 'playwright-core';
import { logIn, NARROW, obstacles, openBrowser, openWindow, WIDE, type Window } from '../support/console/browser.ts';
import { PASSWORD } from '../support/console/stand-in-api.ts';
import { StandIn } from '../support/console/stand-in.ts';

/** The page of scores, against invented answers. */
describe('the score', () => {
  let browser: Browser;
  let desk: StandIn;
  let window: Window | undefined;
  let page: Page;

  beforeAll(async () => {
    browser = await openBrowser();
  });
  afterAll(async () => {
    await browser.close();
  });
  beforeEach(async () => {
    desk = await StandIn.start();
  });
  afterEach(async () => {
    await page.context().close();
    await desk.stop();
    expect(window?.faults).toEqual([]);
  });

  async function enter(size: typeof WIDE): Promise<void> {
    window = await openWindow(browser, desk.address, size);
    page = window.page;
    await page.goto('/score');
    await logIn(page, 'van-hanh', PASSWORD);
    await page.getByRole('heading', { name: 'Điểm 766' }).waitFor();
  }

  it('shows both sides of each figure, says that the formulas are unconfirmed, and marks what is lost', async () => {
    await enter(WIDE);
    await page.getByText('Công thức chưa được tỉnh xác nhận').waitFor();
    await page.getByText('kỳ còn 4 ngày').waitFor();
    const row = page.locator('tr[data-figure="2.1"]');
    expect((await row.innerText()).replaceAll(/\s+/g, ' ')).toContain('100,00% 1.240/1.240 99,84% 1.238/1.240 2');
    expect(await page.locator('tr[data-figure].score-losing').count()).toBe(1);
    expect(await page.locator('tr[data-figure="4.1"]').innerText()).toContain('N/A');
    expect(await page.locator('tr[data-unit="14758"] .score-losing').count()).toBe(0);
  });

  it('leads from a unit to its dossiers, and from there to each of them', async () => {
    await enter(WIDE);
    await page.getByRole('button', { name: 'xem hồ sơ của Phường Hạc Thành, chỉ tiêu 2.1' }).click();
    await page.getByText('Bước 9 (Đã xử lý xong)').first().waitFor();
    const file = await page.getByRole('link', { name: 'Tải danh sách (CSV)' }).getAttribute('href');
    expect(file).toBe('/api/score/dossiers.csv?period=2026-11&unit=14797&figure=2.1');
    await page.getByRole('link', { name: 'H56.14797-261110-0001' }).click();
    await page.waitForURL('**/dossiers/H56.14797-261110-0001');
  });

  it('is computed anew when somebody says why', async () => {
    await enter(WIDE);
    await page.getByRole('button', { name: 'Tính lại ngay' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('Lý do').fill('Vừa gửi lại các bước');
    await dialog.locator('button[type="submit"]').click();
    await page.getByText('đang chờ tính lại').first().waitFor();
  });

  it.each([WIDE, NARROW])('can be used by everybody in a window of $width', async (size) => {
    await enter(size);
    await page.getByText('Bước 9 (Đã xử lý xong)').first().waitFor();
    expect(await obstacles(page)).toEqual([]);
    expect(await page.evaluate('document.documentElement.scrollWidth <= document.documentElement.clientWidth')).toBe(true);
    await page.getByText('EN', { exact: true }).click();
    await page.getByRole('heading', { name: 'Score 766' }).waitFor();
    expect(await obstacles(page)).toEqual([]);
  });
});
