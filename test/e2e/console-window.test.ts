import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { Browser, Page } from 'playwright-core';
import { logIn, NARROW, obstacles, openBrowser, openWindow, WIDE, type Window } from '../support/console/browser.ts';
import { HELD_CODE, MAPPING_INCIDENT } from '../support/console/invented.ts';
import { PASSWORD, problem } from '../support/console/stand-in-api.ts';
import { StandIn } from '../support/console/stand-in.ts';
import { eventually } from '../support/eventually.ts';

const NATIONAL = '[data-destination="national"]';

/** The page itself, against invented answers: states into which a real console is hard to bring. */
describe("the operators' page", () => {
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
    await openAt(WIDE);
  });

  afterEach(async () => {
    await page.context().close();
    await desk.stop();
    expect(window?.faults).toEqual([]);
  });

  async function openAt(size: typeof WIDE): Promise<void> {
    await window?.page.context().close();
    window = await openWindow(browser, desk.address, size);
    page = window.page;
  }

  async function enter(path = '/'): Promise<void> {
    await page.goto(path);
    await logIn(page, 'van-hanh', PASSWORD);
  }

  const sees = async (text: string | RegExp): Promise<void> => {
    await page.getByText(text).first().waitFor();
  };

  const giveReason = async (reason: string): Promise<void> => {
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('Lý do').fill(reason);
    await dialog.locator('button[type="submit"]').click();
  };

  it('says what is wrong with a login and what to do, then lets in whoever is right', async () => {
    await page.goto('/');
    await page.getByRole('button', { name: 'Đăng nhập' }).click();
    await sees('Hãy nhập mật khẩu.');
    await page.locator('input[autocomplete="username"]').fill('van-hanh');
    await page.locator('input[autocomplete="current-password"]').fill('sai');
    await page.keyboard.press('Enter');
    await sees('Sai tên đăng nhập hoặc mật khẩu');
    await logIn(page, 'van-hanh', PASSWORD);
    await sees('Sự cố theo người phải xử lý');
  });

  it.each(['Vietnamese', 'English'])(
    'puts no serious obstacle in the way of anybody, in any room, wide and narrow: %s',
    async (language) => {
      const found: Record<string, string[]> = {};
      const look = async (room: string): Promise<void> => {
        for (const size of [WIDE, NARROW]) {
          await page.setViewportSize(size);
          found[`${room} ${String(size.width)}`] = await obstacles(page);
        }
      };
      await page.goto('/');
      await page.locator('h1').waitFor();
      if (language === 'English') await page.getByRole('button', { name: 'English' }).click();
      await look('login');
      await logIn(page, 'van-hanh', PASSWORD);
      await page.locator('.incident').first().waitFor();
      await look('overview');
      await page.locator(`${NATIONAL} button`).click();
      await page.getByRole('dialog').locator('textarea').waitFor();
      await look('pause');
      // A list that is just opening would lose its place by a window that changes its size in that moment.
      await page.setViewportSize(WIDE);
      await page.goto(`/incidents/${MAPPING_INCIDENT}`);
      await page.locator('#map-code').waitFor();
      await page.locator('.ant-drawer .ant-select input').click();
      await look('mapping');
      await page.goto(`/dossiers/${HELD_CODE}`);
      await page.locator('.timeline').waitFor();
      await page.locator('.find input').fill(HELD_CODE.slice(0, 12));
      await page.locator('.found-line').first().waitFor();
      await look('dossier');
      await page.goto('/catalogue');
      await page.locator('.sync button').first().click();
      await page.locator('.sync-report table').nth(1).waitFor();
      await look('catalogue');
      await page.goto('/audit');
      await page.locator('table').first().waitFor();
      await look('audit');
      expect(Object.keys(found)).toHaveLength(14);
      expect(Object.entries(found).filter(([, obstacles]) => obstacles.length > 0)).toEqual([]);
    },
  );

  it('shows what the portal changed, with the dossiers that it touches, and lets it come into force with a reason', async () => {
    await enter();
    await page.goto('/catalogue');
    await sees('12 chưa trả · 1.204 gần đây');
    await page.getByLabel('Chọn thay đổi của 2.000815').first().check();
    await page.getByRole('button', { name: 'Cho có hiệu lực' }).click();
    await page.getByLabel('Lý do').fill('Theo Quyết định 123');
    await page.getByRole('dialog').getByRole('button', { name: 'Cho có hiệu lực' }).click();
    await eventually(async () => {
      expect(await page.locator('[data-change]').count()).toBe(1);
    });
    expect(await page.locator('[data-change="1.000656 ended"]').count()).toBe(1);
  });

  it('finds a dossier, says why it waits, maps the code, and shows that it goes on', async () => {
    await enter();
    await page.locator('.find input').fill(HELD_CODE.slice(0, 14));
    await page.locator('.found-line').first().waitFor();
    await page.keyboard.press('Enter');
    await sees('Mã thủ tục “9.000001” chưa có mã tương ứng của cổng quốc gia.');
    await sees('N•••• V•• A');
    expect(await page.locator(`${NATIONAL} .tag`).first().textContent()).toBe('Chờ mã');
    await page.goto(`/incidents/${MAPPING_INCIDENT}`);
    await page.locator('.ant-drawer .ant-select input').fill('khai sinh');
    await page.locator('.ant-select-item-option', { hasText: '1.001193' }).waitFor({ state: 'attached' });
    await page.keyboard.press('Enter');
    await page.getByLabel('Lý do').fill('Theo Quyết định 123');
    await page.getByRole('button', { name: 'Khai mã và gửi tiếp' }).click();
    await sees('Đã khai. 38 hồ sơ được đưa về hàng gửi.');
    await sees('Không còn hồ sơ nào chờ vì sự cố này.');
    await page
      .getByRole('button', { name: /Đóng|Close/ })
      .first()
      // What was done is still being said; it does not lie over the button.
      .click({ timeout: 3_000 });
    await eventually(async () => {
      expect(await page.locator('.incident').count()).toBe(2);
    });
    await page.goto(`/dossiers/${HELD_CODE}`);
    await eventually(async () => {
      expect(await page.locator(`${NATIONAL} .tag`).first().textContent()).toBe('Đã gửi đủ');
    });
  });

  it('pauses and resumes a portal, each with a reason', async () => {
    await enter();
    await page.locator(NATIONAL).getByRole('button', { name: 'Tạm dừng' }).click();
    await page.getByRole('dialog').locator('button[type="submit"]').click();
    await sees('Hãy ghi lý do, ít nhất 3 ký tự.');
    await giveReason('Cổng bảo trì');
    await sees('Lý do: Cổng bảo trì');
    await page.locator(NATIONAL).getByRole('button', { name: 'Chạy tiếp' }).click();
    await giveReason('Bảo trì xong');
    await page.locator(NATIONAL).getByText('Đang gửi').first().waitFor();
    expect(desk.api.audit.map(({ act }) => act)).toEqual(['destinations.resume', 'destinations.pause']);
  });

  it('stays with an act that was refused, and says what to do', async () => {
    await enter();
    desk.api.instead.set('/api/destinations/national/pause', problem(409, 'destination.already-paused', 'Đã tạm dừng từ trước'));
    await page.locator(NATIONAL).getByRole('button', { name: 'Tạm dừng' }).click();
    await giveReason('Cổng bảo trì');
    await sees('Đã tạm dừng từ trước');
    await sees(/Hãy xem trạng thái mới/);
  });

  it('remembers the language, and asks for answers in it', async () => {
    await enter();
    await page.getByRole('button', { name: 'English' }).click();
    await sees('Incidents by who must act');
    await page.reload();
    await sees('The national portal has no code for procedure “9.000001”');
    expect(await page.evaluate('document.documentElement.lang')).toBe('en');
    await page.goto('/dossiers/H56.00000-261126-0000');
    await sees('No such dossier');
  });

  it('writes times as they are in Vietnam, whatever the zone of the workstation', async () => {
    const accepted = desk.api.data.stories.get(HELD_CODE)?.acceptedAt ?? '';
    const there = new Date(Date.parse(accepted) + 7 * 3_600_000).toISOString();
    await enter(`/dossiers/${HELD_CODE}`);
    const [date = '', time = ''] = there.split('T');
    await sees(`${date.split('-').reverse().join('/')} ${time.slice(0, 5)}`);
  });

  it('says that what it shows is old while the console is away, and catches up by itself', async () => {
    await enter();
    await sees('Trực tiếp');
    desk.goAway();
    await sees(/Số liệu có thể đã cũ/);
    desk.api.data.incidents.pop();
    desk.isAway = false;
    await sees('Trực tiếp');
    await eventually(async () => {
      expect(await page.locator('.incident').count()).toBe(2);
    });
  });

  it('shows what the stream tells without being asked', async () => {
    await enter();
    await sees('Trực tiếp');
    const [national] = desk.api.data.destinations;
    if (national === undefined) throw new Error('no destination');
    desk.api.data.destinations[0] = { ...national, pendingItems: 987_654 };
    desk.tell('destinations', { at: new Date().toISOString(), items: desk.api.data.destinations });
    await sees('987.654');
  });

  it('asks to log in again when the session has ended, and comes back to the same place', async () => {
    await enter(`/dossiers/${HELD_CODE}`);
    await page.locator('.timeline').waitFor();
    desk.api.isLoggedIn = false;
    await sees(/Phiên làm việc đã hết/);
    await logIn(page, 'van-hanh', PASSWORD);
    await page.locator('.timeline').waitFor();
    expect(new URL(page.url()).pathname).toBe(`/dossiers/${HELD_CODE}`);
  });

  it('shows personal data with a reason only, and hides it again', async () => {
    await enter(`/dossiers/${HELD_CODE}`);
    await page.getByRole('button', { name: 'Xem thông tin cá nhân' }).click();
    await giveReason('Công dân hỏi');
    await sees('Nguyễn Văn Thử');
    await page.getByRole('button', { name: 'Ẩn ngay' }).click();
    await page.getByText('Nguyễn Văn Thử').waitFor({ state: 'detached' });
    expect(page.url()).not.toContain('Thử');
    expect(desk.api.audit[0]).toMatchObject({ act: 'dossiers.reveal', subject: HELD_CODE, details: { reason: 'Công dân hỏi' } });
  });

  it('cancels one item with a reason', async () => {
    await enter(`/dossiers/${HELD_CODE}`);
    await page.locator(NATIONAL).getByRole('button', { name: 'Hủy một mục' }).click();
    await giveReason('Gửi nhầm');
    await sees('Đã hủy mục 1');
    await sees('đã xác nhận 1/2 mục');
  });

  it('says of a failing server what to do, and tries again when asked to', async () => {
    await enter();
    desk.api.instead.set('/api/audit', problem(500, 'internal', 'Máy chủ gặp lỗi'));
    await page.getByRole('link', { name: 'Nhật ký' }).click();
    await sees('Máy chủ gặp lỗi');
    await sees('Mã yêu cầu để tra nhật ký: urn:uuid:0');
    desk.api.instead.clear();
    await page.getByRole('button', { name: 'Thử lại' }).click();
    await sees('Chưa có thao tác nào');
  });

  it('says that nothing waits where nothing does, and how to see more where a filter hides it', async () => {
    await enter();
    await page.getByText('Cổng quốc gia', { exact: false }).locator('visible=true').first().waitFor();
    await page.locator('.choices label', { hasText: 'Cổng quốc gia' }).click();
    await sees('Không có sự cố nào khớp bộ lọc');
    await page.getByRole('button', { name: 'Bỏ lọc' }).click();
    await page.locator('.incident').first().waitFor();
    desk.api.data.incidents.length = 0;
    desk.tell('incidents', { open: { commune: 0, province: 0, provincialPortal: 0, national: 0 }, changed: [] });
    await sees('Mọi hồ sơ đang đi bình thường.');
  });

  it('can be used without a mouse', async () => {
    await enter();
    await page.locator('.incident').first().waitFor();
    await page.evaluate('document.activeElement.blur()');
    await page.keyboard.press('Tab');
    expect(await page.evaluate('document.activeElement.className')).toBe('skip');
    await page.locator('.find input').focus();
    await page.keyboard.type(HELD_CODE.slice(0, 13));
    await page.locator('.found-line').first().waitFor();
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    await page.locator('.timeline').waitFor();
    await page.goBack();
    await page.locator('.row-link').first().focus();
    await page.keyboard.press('Enter');
    await page.locator('#map-code').waitFor();
    await page.keyboard.press('Escape');
    await page.locator('.ant-drawer').waitFor({ state: 'detached' });
  });
});

describe("the operators' page for somebody who may only look", () => {
  it('offers no act and no audit', async () => {
    const browser = await openBrowser();
    const desk = await StandIn.start('viewer');
    try {
      const { page, faults } = await openWindow(browser, desk.address);
      await page.goto(`/dossiers/${HELD_CODE}`);
      await logIn(page, 'nguoi-xem', PASSWORD);
      await page.locator('.timeline').waitFor();
      expect(await page.locator('article button').count()).toBe(0);
      expect(await page.getByRole('link', { name: 'Nhật ký' }).count()).toBe(0);
      await page.goto(`/incidents/${MAPPING_INCIDENT}`);
      await page.getByText('Cần quyền người vận hành.').waitFor();
      expect(await page.locator('#map-code, .card button').count()).toBe(0);
      expect(faults).toEqual([]);
    } finally {
      await browser.close();
      await desk.stop();
    }
  });
});
