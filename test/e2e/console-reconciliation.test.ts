import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Browser, Page } from 'playwright-core';
import { writeSheet } from '#sheets';
import { logIn, NARROW, obstacles, openBrowser, openWindow, WIDE } from '../support/console/browser.ts';
import { HELD_CODE } from '../support/console/invented.ts';
import { PASSWORD } from '../support/console/stand-in-api.ts';
import { StandIn } from '../support/console/stand-in.ts';
import { SAMPLE_SHEET } from '../support/sheets/sample-sheet.ts';

const PROVINCE = 166;

/** Reconciliation on the page, against invented answers: units with something on most of 31 days. */
describe('reconciliation on the page', () => {
  let browser: Browser;

  beforeAll(async () => {
    browser = await openBrowser();
  });

  afterAll(async () => {
    await browser.close();
  });

  interface Wanted {
    readonly size?: typeof WIDE;
    readonly units?: number;
    readonly role?: 'operator' | 'viewer';
  }

  async function withPage(
    { size = WIDE, units = 12, role = 'operator' }: Wanted,
    work: (page: Page, desk: StandIn) => Promise<void>,
  ): Promise<void> {
    const desk = await StandIn.start(role);
    desk.api.reconciliation.units = units;
    const { page, faults } = await openWindow(browser, desk.address, size);
    try {
      await page.goto('/reconciliation');
      await logIn(page, 'van-hanh', PASSWORD);
      await page.locator('.heat-place').first().waitFor();
      await work(page, desk);
      expect(faults).toEqual([]);
    } finally {
      await page.context().close();
      await desk.stop();
    }
  }

  it('shows what is known, where tiers differ and the runs; a place of the map narrows the list; a dossier says how it is known', async () => {
    await withPage({}, async (page) => {
      const sees = (text: string | RegExp): Promise<void> => page.getByText(text).first().waitFor();
      await sees('Không tra cứu được');
      await sees('Chỉ so được khi nơi nhận tự gửi bảng kê; chưa so không phải là khớp.');
      await sees(/Lần kiểm cũ nhất: .* \(9 ngày trước\)/);
      await sees('Quốc gia: bên kia thiếu 9, trường khác 5');
      await sees('(đếm lại 2)');
      await sees(/theo giờ \d\d\/\d\d\/\d{4} \d\d:\d\d · ban đêm – \(tắt/);
      const sheet = page.getByRole('link', { name: 'Mở phiếu để xem, in' });
      expect(await sheet.getAttribute('href')).toBe('/api/daily-sheets/province?format=html');
      expect(await page.locator('[data-discrepancy]').count()).toBe(50);
      await page.getByRole('button', { name: 'Xem thêm' }).click();
      await page.locator('[data-discrepancy]').nth(59).waitFor();
      expect(await obstacles(page)).toEqual([]);
      const day =
        (await page
          .locator('.heat thead th')
          .nth(2 + 6)
          .getAttribute('aria-label')) ?? '';
      await page.getByRole('button', { name: `Xã Hoằng Hóa 6, ${day}: ` }).click();
      await page.locator('[data-discrepancy]').nth(1).waitFor({ state: 'detached' });
      expect(await page.getByLabel('Mã đơn vị').inputValue()).toBe('14006');
      expect(await page.getByLabel('Ngày dd/mm/yyyy').inputValue()).toBe(day);
      expect(await page.getByRole('link', { name: 'Tải CSV', exact: true }).getAttribute('href')).toBe(
        `/api/reconciliation/discrepancies.csv?state=open&unit=14006&day=${day.split('/').reverse().join('-')}`,
      );
      await page.goto(`/dossiers/${HELD_CODE}`);
      await sees(/Đối soát: khớp, kiểm lúc .* \(3 giờ trước\)\. Từ đó đã gửi thêm\./);
      await sees('Đối soát: không kiểm được bằng tra cứu, chỉ bằng bảng kê của nơi nhận.');
    });
  });

  it('says of a day that cannot be read what is wrong, in the filter and at the sheet, until it is mended', async () => {
    await withPage({}, async (page) => {
      const filter = page.getByLabel('Ngày dd/mm/yyyy');
      const csv = page.getByRole('link', { name: 'Tải CSV', exact: true });
      await filter.fill('31/11/2026');
      await filter.press('Enter');
      await page.getByRole('alert').getByText('Không đọc được ngày này').waitFor();
      expect(await filter.getAttribute('aria-invalid')).toBe('true');
      expect(await csv.getAttribute('href')).toBe('/api/reconciliation/discrepancies.csv?state=open');
      expect(await obstacles(page)).toEqual([]);
      await filter.fill('30/11/2026');
      await filter.press('Enter');
      await page.getByRole('alert').waitFor({ state: 'detached' });
      expect(await csv.getAttribute('href')).toContain('day=2026-11-30');
      const day = page.getByLabel('Ngày của phiếu');
      const sheet = page.getByRole('link', { name: 'Mở phiếu để xem, in' });
      await day.fill('31/11/2026');
      await day.blur();
      await page.getByText('ví dụ 26/11/2026').waitFor();
      expect([await sheet.count(), await day.inputValue()]).toEqual([0, '31/11/2026']);
      await day.fill('5/11/2026');
      await day.blur();
      expect(await sheet.getAttribute('href')).toBe('/api/daily-sheets/province?day=2026-11-05&format=html');
    });
  });

  it('is there in a narrow window, for those who may only look', async () => {
    await withPage({ size: NARROW, role: 'viewer' }, async (page) => {
      expect(await obstacles(page)).toEqual([]);
      expect(await page.getByRole('button', { name: 'Đối soát ngay' }).count()).toBe(0);
    });
  });

  it('has a map of 166 units on 31 days, walked with the keyboard: one stop, arrows, and Enter', async () => {
    await withPage({ units: PROVINCE }, async (page) => {
      const focused = (): Promise<string | null> => page.evaluate('document.activeElement.getAttribute("data-place")');
      expect(await page.locator('.heat tbody tr').count()).toBe(PROVINCE);
      expect(await page.locator('.heat-place').count()).toBeGreaterThan(3_000);
      expect(await page.locator('.heat-place[tabindex="0"]').count()).toBe(1);
      await page.locator('.heat-place[tabindex="0"]').focus();
      const [row = 0, column = 0] = ((await focused()) ?? '').split('.').map(Number);
      await page.keyboard.press('ArrowDown');
      await page.keyboard.press('ArrowRight');
      const place = (await focused()) ?? '';
      const [toRow = 0, toColumn = 0] = place.split('.').map(Number);
      expect([toRow > row, toColumn > column]).toEqual([true, true]);
      const name = (await page.locator(`[data-place="${place}"]`).getAttribute('aria-label')) ?? '';
      await page.keyboard.press('Enter');
      expect(name).toContain(await page.getByLabel('Ngày dd/mm/yyyy').inputValue());
      expect(await page.evaluate('document.activeElement.id')).toBe('differences');
    });
  });

  it('is run now, followed and cancelled by operators', async () => {
    await withPage({}, async (page, desk) => {
      await page.getByRole('button', { name: 'Đối soát ngay' }).click();
      const dialog = page.getByRole('dialog');
      await dialog.getByLabel('Tất cả').check();
      await dialog.getByLabel('Lý do').fill('Nghi cổng mất dữ liệu');
      await dialog.locator('button[type="submit"]').click();
      await page.getByText('Đã kiểm 180 trên 240 đã hỏi').waitFor();
      await page.getByText('Còn đợi: Cổng Dịch vụ công quốc gia').waitFor();
      await page.getByRole('button', { name: 'Hủy lần này' }).click();
      await page.getByRole('dialog').getByLabel('Lý do').fill('Đã đủ');
      await page.getByRole('dialog').locator('button[type="submit"]').click();
      await page.getByText('Đã hủy').first().waitFor();
      const acts = desk.api.audit.filter(({ act }) => act.startsWith('reconciliation'));
      expect(acts.map(({ details }) => details)).toEqual([{ reason: 'Đã đủ' }, { reason: 'Nghi cổng mất dữ liệu' }]);
    });
  });

  it('a daily sheet is read in a narrow window without obstacles, and loads nothing', async () => {
    const { page, faults } = await openWindow(browser, 'http://nobody.invalid', NARROW);
    try {
      await page.setContent(writeSheet(SAMPLE_SHEET, 'html').text);
      expect(await page.locator('h1').innerText()).toContain('Phiếu hằng ngày');
      expect(await obstacles(page)).toEqual([]);
      expect(faults).toEqual([]);
    } finally {
      await page.context().close();
    }
  });
});
