import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Browser, Page } from 'playwright-core';
import { logIn, NARROW, obstacles, openBrowser, openWindow, WIDE } from '../support/console/browser.ts';
import { HELD_CODE } from '../support/console/invented.ts';
import { PASSWORD } from '../support/console/stand-in-api.ts';
import { StandIn } from '../support/console/stand-in.ts';

/** Replays on the page, against invented answers. */
describe('replays on the page', () => {
  let browser: Browser;

  beforeAll(async () => {
    browser = await openBrowser();
  });

  afterAll(async () => {
    await browser.close();
  });

  const giveReason = async (page: Page, reason: string): Promise<void> => {
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('Lý do').fill(reason);
    await dialog.locator('button[type="submit"]').click();
    await dialog.waitFor({ state: 'detached' });
  };

  it.each([WIDE, NARROW])(
    'are made from a dossier, tried field by field, started, followed, cancelled and taken up again: %o',
    async (size) => {
      const desk = await StandIn.start('operator');
      const { page, faults } = await openWindow(browser, desk.address, size);
      const sees = (text: string): Promise<void> => page.getByText(text).first().waitFor();
      try {
        await page.goto(`/dossiers/${HELD_CODE}`);
        await logIn(page, 'van-hanh', PASSWORD);
        await page.getByRole('button', { name: 'Gửi lại' }).click();
        await page.getByRole('dialog').getByLabel('Lý do').waitFor();
        const found: Record<string, string[]> = { dialog: await obstacles(page) };
        await giveReason(page, 'Cổng làm mất hồ sơ');
        await sees('Sẵn sàng');
        await page.locator('summary', { hasText: HELD_CODE }).click();
        expect(await page.locator('details tbody tr').allTextContents()).toEqual([
          'TrangThaiHoSo24',
          'MaTTHC9.0000019.000001',
          'NgayHenTra–20261130170000',
        ]);
        await page.locator('summary', { hasText: '0009' }).click();
        await sees('Không có gì để gửi.');
        await page.locator('summary', { hasText: '0008' }).click();
        await sees('Bảng mã của nơi nhận thiếu một mã.');
        await sees('Không có hồ sơ nào mang mã: H56.14797-261126-9999');
        found['replay'] = await obstacles(page);
        await page.getByRole('button', { name: 'Bắt đầu gửi' }).click();
        await giveReason(page, 'Đã xem chạy thử');
        await sees('12 hồ sơ mỗi giây');
        desk.api.replays.move('running', { sent: 1, delivered: 1 });
        await sees('Đã gửi 1 trên 2');
        await page.getByRole('button', { name: 'Hủy lượt này' }).click();
        await giveReason(page, 'Chờ cổng');
        await sees('Đã hủy');
        await page.getByRole('button', { name: 'Gửi tiếp' }).click();
        await giveReason(page, 'Cổng đã chạy');
        desk.api.replays.move('done');
        await sees('Xong');
        expect(await page.locator('.row-acts button').count()).toBe(0);
        await page.getByRole('link', { name: 'Gửi lại' }).click();
        await sees(`Một hồ sơ: ${HELD_CODE}`);
        found['list'] = await obstacles(page);
        expect(found).toEqual({ dialog: [], replay: [], list: [] });
        expect(faults).toEqual([]);
      } finally {
        await page.context().close();
        await desk.stop();
      }
    },
  );

  it('are of a list or a filter too, and not of nothing', async () => {
    const desk = await StandIn.start('operator');
    const { page, faults } = await openWindow(browser, desk.address);
    try {
      await page.goto('/replays');
      await logIn(page, 'van-hanh', PASSWORD);
      await page.getByText('Chưa có lượt gửi lại nào').waitFor();
      await page.getByRole('button', { name: 'Tạo lượt gửi lại' }).click();
      const dialog = page.getByRole('dialog');
      await dialog.getByLabel('Lý do').fill('Thử');
      await dialog.locator('button[type="submit"]').click();
      await page.getByText('Hãy cho biết hồ sơ nào.').waitFor();
      await dialog.getByText('Theo bộ lọc').click();
      await dialog.getByLabel('Mã đơn vị').fill('14797');
      await dialog.locator('button[type="submit"]').click();
      await page.getByText('Theo bộ lọc: 14797').first().waitFor();
      expect(faults).toEqual([]);
    } finally {
      await page.context().close();
      await desk.stop();
    }
  });
});
