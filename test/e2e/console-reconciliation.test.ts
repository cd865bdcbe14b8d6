import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Browser, Page } from 'playwright-core';
import { logIn, NARROW, obstacles, openBrowser, openWindow, WIDE } from '../support/console/browser.ts';
import { HELD_CODE } from '../support/console/invented.ts';
import { PASSWORD } from '../support/console/stand-in-api.ts';
import { StandIn } from '../support/console/stand-in.ts';

/** Reconciliation on the page, against invented answers: units with something on most of 31 days. */
describe('reconciliation on the page', () => {
  let browser: Browser;

  beforeAll(async () => {
    browser = await openBrowser();
  });

  afterAll(async () => {
    await browser.close();
  });

  async function withPage(
    size: typeof WIDE,
    work: (page: Page, desk: StandIn) => Promise<void>,
    { role = 'operator', units = 12 }: { readonly role?: 'operator' | 'viewer'; readonly units?: number } = {},
  ): Promise<void> {
    const desk = await StandIn.start(role);
    desk.api.reconciliation.units = units;
    const { page, faults } = await openWindow(browser, desk.address, size);
    try {
      await page.goto('/reconciliation');
      await logIn(page, 'van-hanh', PASSWORD);
      await work(page, desk);
      expect(faults).toEqual([]);
    } finally {
      await page.context().close();
      await desk.stop();
    }
  }

  it.each([WIDE, NARROW])(
    'shows what is known, where tiers differ and the runs, without obstacles; a place of the map narrows the list: %o',
    async (size) => {
      await withPage(size, async (page) => {
        const sees = (text: string | RegExp): Promise<void> => page.getByText(text).first().waitFor();
        await page.locator('.heat-place').first().waitFor();
        await sees('Không tra cứu được');
        await sees('Chỉ so được khi nơi nhận tự gửi bảng kê; chưa so không phải là khớp.');
        await sees(/Lần kiểm cũ nhất: .* \(9 ngày trước\)/);
        await sees('Quốc gia: bên kia thiếu 9, trường khác 5');
        await sees('(đếm lại 2)');
        await sees(/theo giờ \d\d\/\d\d\/\d{4} \d\d:\d\d · ban đêm – \(tắt/);
        expect(await page.locator('[data-discrepancy]').count()).toBe(50);
        await page.getByRole('button', { name: 'Xem thêm' }).click();
        await page.locator('[data-discrepancy]').nth(59).waitFor();
        expect(await obstacles(page)).toEqual([]);
        const [unit, day] = [
          '14006',
          await page
            .locator('.heat thead th')
            .nth(2 + 6)
            .getAttribute('aria-label'),
        ];
        await page.getByRole('button', { name: `Xã Hoằng Hóa 6, ${day ?? ''}: ` }).click();
        await page.locator('[data-discrepancy]').nth(1).waitFor({ state: 'detached' });
        expect(await page.getByLabel('Mã đơn vị').inputValue()).toBe(unit);
        expect(await page.getByLabel('Ngày dd/mm/yyyy').inputValue()).toBe(day);
        expect(await page.getByRole('link', { name: 'Tải CSV', exact: true }).getAttribute('href')).toBe(
          `/api/reconciliation/discrepancies.csv?state=open&unit=${unit}&day=${(day ?? '').split('/').reverse().join('-')}`,
        );
      });
    },
    60_000,
  );

  it('has a map of a whole province: 166 units on 31 days', async () => {
    await withPage(
      WIDE,
      async (page) => {
        await page.locator('.heat-place').first().waitFor();
        expect(await page.locator('.heat tbody tr').count()).toBe(166);
        expect(await page.locator('.heat-place').count()).toBeGreaterThan(3_000);
        await page.locator('.heat-place').last().click();
        expect(await page.getByLabel('Mã đơn vị').inputValue()).toMatch(/^14\d{3}$/);
      },
      { units: 166 },
    );
  });

  it('is walked with the keyboard: one stop, arrows, and Enter', async () => {
    await withPage(WIDE, async (page) => {
      const focused = (): Promise<string | null> => page.evaluate('document.activeElement.getAttribute("data-place")');
      await page.locator('.heat-place').first().waitFor();
      expect(await page.locator('.heat-place[tabindex="0"]').count()).toBe(1);
      await page.locator('.heat-place[tabindex="0"]').focus();
      const first = await focused();
      await page.keyboard.press('ArrowDown');
      await page.keyboard.press('ArrowRight');
      const second = await focused();
      expect(Number(second?.split('.')[1])).toBeGreaterThan(Number(first?.split('.')[1]));
      expect(Number(second?.split('.')[0])).toBeGreaterThan(0);
      const name = (await page.locator(`[data-place="${second ?? ''}"]`).getAttribute('aria-label')) ?? '';
      await page.keyboard.press('Enter');
      expect(name).toContain(await page.getByLabel('Ngày dd/mm/yyyy').inputValue());
      expect(await page.evaluate('document.activeElement.id')).toBe('differences');
    });
  });

  it('is run now, followed and cancelled by operators; viewers only look', async () => {
    await withPage(WIDE, async (page, desk) => {
      await page.getByRole('button', { name: 'Đối soát ngay' }).click();
      const dialog = page.getByRole('dialog');
      await dialog.getByLabel('Tất cả').check();
      await dialog.getByLabel('Lý do').fill('Nghi cổng mất dữ liệu');
      await dialog.locator('button[type="submit"]').click();
      await page.getByText('Đã kiểm 180 trên 240 đã hỏi').waitFor();
      await page.getByRole('button', { name: 'Hủy lần này' }).click();
      await page.getByRole('dialog').getByLabel('Lý do').fill('Đã đủ');
      await page.getByRole('dialog').locator('button[type="submit"]').click();
      await page.getByText('Đã hủy').first().waitFor();
      expect(desk.api.audit.map(({ act }) => act)).toContain('reconciliation');
    });
    await withPage(
      WIDE,
      async (page) => {
        await page.locator('.heat-place').first().waitFor();
        expect(await page.getByRole('button', { name: 'Đối soát ngay' }).count()).toBe(0);
      },
      { role: 'viewer' },
    );
  });

  it('leads to daily sheets, and a dossier says how old what is known of it is', async () => {
    await withPage(WIDE, async (page) => {
      const sheet = page.getByRole('link', { name: 'Mở phiếu để xem, in' });
      await sheet.waitFor();
      expect(await sheet.getAttribute('href')).toBe('/api/daily-sheets/province?format=html');
      await page.locator(`[data-discrepancy] a[href="/dossiers/${HELD_CODE}"]`).click();
      await page.getByText(/Đối soát: khớp, kiểm lúc .* \(3 giờ trước\)\. Từ đó đã gửi thêm\./).waitFor();
      await page.getByText('Đối soát: không kiểm được bằng tra cứu, chỉ bằng bảng kê của nơi nhận.').waitFor();
    });
  });
});
