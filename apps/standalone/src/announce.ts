import { relative } from 'node:path';
import type { Places } from './disk/places.ts';
import { pad, widthOf } from './terminal/width.ts';
import type { Terminal } from './terminal/terminal.ts';

/** What runs, and where. */
export interface Announced {
  readonly partnerApi: string;
  readonly console: string;
  readonly simulator: string;
  readonly places: Pick<Places, 'readyFile' | 'logs'>;
}

/** Says where everything is, and what each place is good for. */
export function announce(terminal: Terminal, { partnerApi, console, simulator, places }: Announced): void {
  terminal.heading({ vi: 'Đang chạy', en: 'Running' });
  const entries = [
    ['Gửi hồ sơ · Send dossiers', `${partnerApi}/v1/dossiers`],
    ['Tài liệu API · API reference', `${partnerApi}/docs`],
    ['Mã lỗi · Error codes', `${partnerApi}/docs/errors`],
    ['Bàn điều hành · Console', console],
    ['Cổng quốc gia đã nhận · National', `${simulator}/_sim/national/dossiers`],
    ['Cổng tỉnh đã nhận · Provincial', `${simulator}/_sim/province/dossiers`],
    ['Khoá, mật khẩu · Keys, passwords', near(places.readyFile)],
    ['Nhật ký · Logs', near(places.logs)],
    ['Thử từng bước · Step by step', 'docs/getting-started.md'],
  ] as const;
  const width = Math.max(...entries.map(([label]) => widthOf(label)));
  for (const [label, place] of entries) terminal.line(`  ${pad(label, width)}  ${place}`);
  terminal.line();
  terminal.say({ vi: 'Ctrl-C để dừng, không mất gì', en: 'Ctrl-C stops it, nothing is lost' });
}

/** A path from where we are, where that is shorter to read. */
function near(path: string): string {
  const from = relative('', path);
  return from === '' || from.startsWith('..') ? path : from;
}
