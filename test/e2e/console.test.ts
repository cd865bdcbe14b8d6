import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Browser, Page } from 'playwright-core';
import { logIn, NARROW, obstacles, openBrowser, openWindow, WIDE, type Window } from '../support/console/browser.ts';
import { asCommune, dossierOf } from '../support/edition-calls.ts';
import { killAll, openGround, startEdition, type Edition, type Ground, type Ready } from '../support/edition.ts';

const NATIONAL = '[data-destination="national"]';

/** An operator's day with everything real: the edition's doors, ledger, relays, simulated portals and console, in a real browser. */
describe('the page over the real console', () => {
  let ground: Ground;
  let edition: Edition;
  let ready: Ready;
  let browser: Browser;

  beforeAll(async () => {
    [ground, browser] = [await openGround(), await openBrowser()];
    edition = startEdition(ground, ['--no-demo']);
    ready = await edition.ready();
  });

  afterAll(async () => {
    await browser.close();
    await killAll(edition.pids());
    ground.remove();
  });

  /** A dossier that waits at the national portal for something that nobody has said yet. */
  async function waitsFor(procedureCode: string, number: string): Promise<string> {
    const dossierCode = `H56.14797-261123-${number}`;
    const answer = await asCommune(ready, 'dossiers', { ...dossierOf('H56.14797'), dossierCode, procedureCode });
    expect([answer.status, answer.body.result]).toEqual([202, 'accepted']);
    return dossierCode;
  }

  async function enter(size: typeof WIDE): Promise<Window> {
    const window = await openWindow(browser, ready.console, size);
    await window.page.goto('/');
    const operator = ready.operators.find(({ role }) => role === 'admin');
    await logIn(window.page, operator?.username ?? '', operator?.password ?? '');
    await window.page.locator(NATIONAL).waitFor();
    return window;
  }

  const giveReason = async ({ page }: Window, reason: string): Promise<void> => {
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('Lý do').fill(reason);
    await dialog.locator('button[type="submit"]').click();
  };

  async function mapCode(page: Page): Promise<void> {
    await page.locator('.ant-drawer .ant-select input').fill('1.001193');
    await page.locator('.ant-select-item-option', { hasText: '1.001193' }).first().waitFor({ state: 'attached' });
    await page.keyboard.press('Enter');
  }

  async function addProcedure(page: Page): Promise<void> {
    await page.getByLabel('Tên thủ tục').fill('Thủ tục thử nghiệm');
    await page.getByLabel('Mã lĩnh vực').fill('G15-HT01');
    await page.getByLabel('Tên lĩnh vực').fill('Hộ tịch');
  }

  it.each([
    { size: WIDE, procedure: 'T-07.01', number: '0101', say: mapCode },
    { size: NARROW, procedure: '9.000002', number: '0102', say: addProcedure },
  ])(
    'finds a dossier, says why it waits, takes what is missing, and shows that it goes on: $procedure, $size',
    async ({ size, procedure, number, say }) => {
      const code = await waitsFor(procedure, number);
      const window = await enter(size);
      const { page } = window;
      await page.locator('.find input').fill(code.slice(0, 18));
      await page.locator('.found-line', { hasText: code }).click();
      await page.locator(NATIONAL).getByText('Chờ mã').waitFor();
      await page.locator(NATIONAL).getByText('Việc cần làm:').waitFor();
      await page.locator('.timeline').getByText('Thiếu mã').first().waitFor();
      const found: Record<string, string[]> = { dossier: await obstacles(page) };

      await page.getByRole('link', { name: 'Tổng quan' }).click();
      const mine = page.locator('.incident', { hasText: procedure }).filter({ hasText: 'Cổng Dịch vụ công quốc gia' });
      await mine.locator('.row-link').click();
      await page.locator('.ant-drawer').getByText(code).first().waitFor();
      found['incident'] = await obstacles(page);
      await say(page);
      await page.getByLabel('Lý do').fill('Theo quyết định công bố');
      await page.getByRole('button', { name: 'Khai mã và gửi tiếp' }).click();
      await page.getByText(/Đã khai\. \d+ hồ sơ/).waitFor();

      await page.goto(`/dossiers/${code}`);
      await page.locator(NATIONAL).getByText('Đã gửi đủ').waitFor({ timeout: 20_000 });
      await page.locator('.timeline').getByText('Đã đến').first().waitFor();
      expect(found).toEqual({ dossier: [], incident: [] });
      expect(window.faults).toEqual([]);
      await page.context().close();
    },
  );

  it('pauses a portal, which then hears nothing, and lets it go on; the audit knows who and why', async () => {
    const window = await enter(WIDE);
    const { page } = window;
    await page.locator(NATIONAL).getByRole('button', { name: 'Tạm dừng' }).click();
    await giveReason(window, 'Cổng quốc gia báo bảo trì');
    await page.locator(NATIONAL).getByText('Lý do: Cổng quốc gia báo bảo trì').waitFor();
    const code = await waitsFor('2.000815', '0103');
    await page.goto(`/dossiers/${code}`);
    await page.locator('[data-destination="province"]').getByText('Đã gửi đủ').waitFor({ timeout: 20_000 });
    await page.locator(NATIONAL).getByText('Chờ gửi').waitFor();
    await page.getByRole('link', { name: 'Tổng quan' }).click();
    await page.locator(NATIONAL).getByRole('button', { name: 'Chạy tiếp' }).click();
    await giveReason(window, 'Bảo trì xong');
    await page.locator(NATIONAL).getByText('Đang gửi').first().waitFor();
    await page.goto(`/dossiers/${code}`);
    await page.locator(NATIONAL).getByText('Đã gửi đủ').waitFor({ timeout: 20_000 });
    await page.goto('/audit');
    await page.locator('tr', { hasText: 'Cổng quốc gia báo bảo trì' }).waitFor();
    expect(window.faults).toEqual([]);
    await page.context().close();
  });

  it.each([
    { size: WIDE, number: '0105' },
    { size: NARROW, number: '0106' },
  ])(
    'replays: tells in a dry run what would be sent, sends it when told to, and shows what became of it: $size',
    async ({ size, number }) => {
      const code = await waitsFor('2.000815', number);
      const window = await enter(size);
      const { page } = window;
      await page.goto(`/dossiers/${code}`);
      await page.locator(NATIONAL).getByText('Đã gửi đủ').waitFor({ timeout: 20_000 });
      await page.getByRole('button', { name: 'Gửi lại' }).click();
      const dialog = page.getByRole('dialog');
      await dialog.getByText('Gửi thêm bản ghi cuối').click();
      await dialog.getByText('Cổng Dịch vụ công quốc gia').click();
      const found: Record<string, string[]> = { dialog: await obstacles(page) };
      await giveReason(window, 'Cổng quốc gia sửa tay hồ sơ');
      await page.getByText('Sẵn sàng').waitFor({ timeout: 20_000 });
      await page.locator('summary', { hasText: code }).click();
      await page.locator('caption', { hasText: 'update' }).waitFor();
      found['dry run'] = await obstacles(page);
      await page.getByRole('button', { name: 'Bắt đầu gửi' }).click();
      await giveReason(window, 'Đã xem chạy thử');
      await page.getByText('Xong').waitFor({ timeout: 20_000 });
      await page.locator('summary', { hasText: code }).getByText('Đã đến').waitFor();
      expect(found).toEqual({ dialog: [], 'dry run': [] });
      expect(window.faults).toEqual([]);
      await page.context().close();
    },
  );

  it('shows personal data with a reason, and speaks English when asked to', async () => {
    const code = await waitsFor('2.000815', '0104');
    const window = await enter(NARROW);
    const { page } = window;
    await page.goto(`/dossiers/${code}`);
    await page.getByRole('button', { name: 'Xem thông tin cá nhân' }).click();
    await giveReason(window, 'Công dân hỏi');
    await page.getByText('citizen').waitFor();
    await page.getByRole('button', { name: 'English' }).click();
    await page.getByRole('button', { name: 'Hide now' }).click();
    await page.locator(NATIONAL).getByText('All delivered').waitFor({ timeout: 20_000 });
    await page.goto('/dossiers/H56.00000-261123-9999');
    await page.getByText(/It may be gone, or the code is wrong/).waitFor();
    expect(window.faults).toEqual([]);
    await page.context().close();
  });
});
