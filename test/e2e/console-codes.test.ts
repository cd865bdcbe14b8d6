import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Browser, Page } from 'playwright-core';
import { logIn, NARROW, obstacles, openBrowser, openWindow, WIDE } from '../support/console/browser.ts';
import { PASSWORD } from '../support/console/stand-in-api.ts';
import { StandIn } from '../support/console/stand-in.ts';

/** Code tables on the page, against invented answers. */
describe('code tables on the page', () => {
  let browser: Browser;

  beforeAll(async () => {
    browser = await openBrowser();
  });

  afterAll(async () => {
    await browser.close();
  });

  const giveReason = async (page: Page, reason: string): Promise<void> => {
    const dialog = page.getByRole('dialog').last();
    await dialog.getByLabel('Lý do').fill(reason);
    await dialog.locator('button[type="submit"]').click();
  };

  it.each([WIDE, NARROW])(
    'say what they lack, take a table after showing what it changes, and take it back; a proposal is only taken by a person: %o',
    async (size) => {
      const desk = await StandIn.start('operator');
      const { page, faults } = await openWindow(browser, desk.address, size);
      const sees = (text: string | RegExp): Promise<void> => page.getByText(text).first().waitFor();
      try {
        await page.goto('/code-tables');
        await logIn(page, 'van-hanh', PASSWORD);
        await sees('chưa có dòng cho: online');
        await sees('“Thủ tục đăng ký khai sinh” giống “Đăng ký khai sinh” 100 %');
        const found: Record<string, string[]> = { list: await obstacles(page) };
        await page.getByRole('button', { name: 'Chấp nhận TS_LOP1 → 1.001193' }).click();
        await giveReason(page, 'Đã hỏi xã');
        await sees('Không có mã thủ tục nào đang giữ hồ sơ');
        await page.getByRole('link', { name: 'Kênh thực hiện' }).click();
        await sees('post → 3');
        await sees('34/2026/TT-VPCP');
        await sees('Công văn 12');
        found['table'] = await obstacles(page);
        await page.getByRole('button', { name: 'Nạp từ CSV' }).click();
        const text = page.getByLabel('Nội dung CSV');
        expect(await text.inputValue()).toContain('post,3,2026-07-01,,34/2026/TT-VPCP\n');
        await text.fill('from,to,valid_from\ndirect,1,\npost,9,31/02/2026\n');
        await page.getByRole('button', { name: 'Xem trước thay đổi' }).click();
        await sees('Dòng 3');
        found['faults'] = await obstacles(page);
        await text.fill('from,to,valid_from\ndirect,1,\npost,9,2026-08-01\n');
        await page.getByRole('button', { name: 'Xem trước thay đổi' }).click();
        await sees('Mã đích chưa từng thấy: 9. Hãy kiểm tra lại.');
        await sees('12 hồ sơ đang chờ sẽ đi tiếp theo thứ tự.');
        found['difference'] = await obstacles(page);
        await page.getByLabel('Lý do').fill('Công văn 13');
        await page.getByRole('button', { name: 'Ghi đúng như trên' }).click();
        await sees(/Đã ghi: thêm 1, kết thúc 1 dòng/);
        await page.getByRole('button', { name: 'Sửa post' }).click();
        await page.getByLabel('Đến trước ngày').fill('2027-01-01');
        await giveReason(page, 'Hết hiệu lực');
        await page.getByRole('dialog').waitFor({ state: 'detached' });
        await page.getByRole('button', { name: 'Hoàn tác 7' }).click();
        await giveReason(page, 'Nhầm công văn');
        await sees('đã hoàn tác');
        expect(found).toEqual({ list: [], table: [], faults: [], difference: [] });
        expect(faults).toEqual([]);
      } finally {
        await page.context().close();
        await desk.stop();
      }
    },
  );
});
