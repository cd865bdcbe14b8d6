import { TABLE_FILES, type TableDescription } from '#ledger';
import { Partners, Province } from '#protocols';
import { describeEnvironment, describeSettings, type SettingDescription, type Text } from '#runtime';
import { DIALECT_SETTINGS } from '../dialects.ts';
import { StandaloneSettings } from '../settings.ts';
import { askProcess } from './ask-process.ts';

/** What a process says of its environment. */
export interface DescribedProcess {
  readonly name: string;
  readonly environment: readonly SettingDescription[];
}

const PROCESSES: Readonly<Record<string, Text>> = {
  'partner-api': { vi: 'Cửa tiếp nhận', en: 'The door' },
  relay: { vi: 'Đường gửi đi', en: 'The road out' },
  scheduler: { vi: 'Việc định kỳ: tự kiểm tra và cảnh báo', en: 'Timed duties: self-checks and alerts' },
  simulator: { vi: 'Cổng mô phỏng', en: 'The simulator' },
  standalone: { vi: 'Bản một máy: npm start, npm run migrate, npm run client', en: 'Single-machine edition and its commands' },
};

const INTRODUCTION = `# Cấu hình · Configuration

Trang này được tạo từ chính các lớp kiểm tra cấu hình (\`npm run config -- reference --write\`); đừng sửa tay.
This page is made from the very classes that check the configuration; do not edit it by hand.

- \`npm run config -- check\` kiểm tra mọi tệp và biến mà không khởi động gì; \`show\` cho xem giá trị đang có hiệu lực và lấy từ đâu. Thêm
  \`--processes\` cho các tiến trình chạy riêng.
  \`npm run config -- check\` checks every file and variable and starts nothing; \`show\` shows the values in force and where they come from. Add
  \`--processes\` for processes that are started on their own.
- \`*\` = bắt buộc · required.
- Mọi lỗi được nêu cùng lúc, trước khi có gì khởi động: \`tệp:dòng:cột: thiết lập: lý do / reason → viết / write: ví dụ\`. Giá trị bí mật không bao
  giờ hiện ra.
  All faults are named at once, before anything starts: \`file:line:column: setting: reason → write: example\`. Secrets are never shown.`;

const ENVIRONMENT = `## Biến môi trường · Environment

Bỏ trống = mặc định. Biến nào cũng có thể nằm trong tệp: \`<TÊN>_FILE\` chỉ tới tệp đó và được ưu tiên. Có hiệu lực khi khởi động lại.
Empty = default. Every variable may lie in a file that \`<NAME>_FILE\` names, which goes before the variable itself. A change takes a restart.`;

const FILES = `## Tệp YAML · YAML files

\`\${TÊN}\` và \`\${TÊN:-mặc định}\` là biến môi trường (hoặc tệp mà \`TÊN_FILE\` chỉ tới); giá trị của chúng luôn là văn bản. Thiết lập lạ bị từ chối.
\`\${NAME}\` and \`\${NAME:-default}\` stand for environment variables (or the file that \`NAME_FILE\` names), always as text. Unknown settings are refused.

**Áp dụng không cần khởi động lại · without a restart.** Relay đọc lại \`partners.yaml\`, cửa tiếp nhận đọc lại \`province.yaml\`, khi nội dung tệp đổi (trong
vài giây) và khi nhận SIGHUP. Thay đổi ghi “ngay” có hiệu lực trọn bộ từ lượt xử lý kế tiếp. Tệp sai, hoặc có thay đổi cần khởi động lại, bị từ chối
toàn bộ: cấu hình cũ tiếp tục chạy, nhật ký có một sự kiện \`configuration.refused\` với mọi lỗi, \`gateway_configuration_refused{file}\` = 1 tới khi đọc được tệp
đúng; \`gateway_configuration_loaded_timestamp_seconds{file}\` là lúc đọc được tệp đúng gần nhất.
The relay reads \`partners.yaml\` again, and the door \`province.yaml\`, when the content changes (within seconds) and on SIGHUP. What says “at once” is in force,
as one, from the next turn on. A file that is wrong, or that changes what takes a restart, is refused whole: the former settings go on working, the log
has one event \`configuration.refused\` with every fault, and \`gateway_configuration_refused{file}\` is 1 until a good file is read;
\`gateway_configuration_loaded_timestamp_seconds{file}\` says when that last was. \`leaseMs\` takes a restart because what is under way was taken with the
former one; what the ledger knows of a destination (\`id\`, \`dialect\`, \`lookup\`, \`serves\`, its address and account) takes \`npm run migrate\` too.`;

const TABLES = `## Bảng CSV · CSV tables

UTF-8, dòng đầu là tên cột, chú thích bắt đầu bằng \`#\`. Đọc bởi \`npm start\` và \`npm run migrate\`; lỗi nêu tệp, dòng và cột.
UTF-8, the first row names the columns, remarks begin with \`#\`. Read by \`npm start\` and \`npm run migrate\`; faults name file, line and column.`;

/** The reference of the whole configuration, as the programs describe themselves. */
export async function writeReference(): Promise<string> {
  const reports = await Promise.all(['partner-api', 'relay', 'scheduler', 'simulator'].map((room) => askProcess(room)));
  return renderReference(reports);
}

/** The reference of the configuration, in Markdown. */
export function renderReference(processes: readonly DescribedProcess[]): string {
  const own = { name: 'standalone', environment: describeEnvironment(StandaloneSettings) };
  const dialects = Object.entries(DIALECT_SETTINGS).map(([dialect, shape]) => {
    const rows = describeSettings(shape, 'destinations[].settings.');
    return `#### Phương ngữ · Dialect \`${dialect}\`\n\n${fileTable(rows)}`;
  });
  return `${[
    INTRODUCTION,
    ENVIRONMENT,
    ...environmentSections([...processes, own]),
    FILES,
    `### \`config/province.yaml\`\n\n${fileTable(describeSettings(Province))}`,
    `### \`config/partners.yaml\`\n\n${fileTable(describeSettings(Partners))}`,
    ...dialects,
    TABLES,
    ...TABLE_FILES.map(tableSection),
  ].join('\n\n')}\n`;
}

/** Each variable stands where it comes first; where it comes again it is only named. */
function environmentSections(processes: readonly DescribedProcess[]): string[] {
  const described = new Set<string>();
  return processes.map(({ name, environment }) => {
    const fresh = environment.filter((setting) => !described.has(setting.name));
    const again = environment.filter((setting) => described.has(setting.name)).map((setting) => `\`${setting.name}\``);
    fresh.forEach((setting) => described.add(setting.name));
    const { vi, en } = PROCESSES[name] ?? { vi: name, en: name };
    const also = again.length === 0 ? '' : `\n\nCũng dùng · also reads: ${again.join(', ')}.`;
    return `### ${vi} · ${en}\n\n${environmentTable(fresh)}${also}`;
  });
}

function environmentTable(settings: readonly SettingDescription[]): string {
  return table(
    ['biến · variable', 'nghĩa · meaning', 'giá trị · value', 'mặc định · default'],
    settings.map((setting) => [nameOf(setting), both(setting.says), valueOf(setting), defaultOf(setting)]),
  );
}

function fileTable(settings: readonly SettingDescription[]): string {
  return table(
    ['thiết lập · setting', 'nghĩa · meaning', 'giá trị · value', 'mặc định · default', 'áp dụng · takes effect'],
    settings.map((setting) => [
      ...[nameOf(setting), both(setting.says), valueOf(setting), defaultOf(setting)],
      setting.reload === 'now' ? 'ngay · at once' : 'khởi động lại · restart',
    ]),
  );
}

function tableSection({ file, says, columns }: TableDescription): string {
  const rows = columns.map((column) => [
    ...[`\`${column.name}\`${column.isOptional === true ? '' : ' *'}`, both(column.says), code(column.example)],
  ]);
  return `### \`config/${file}\`\n\n${both(says)}\n\n${table(['cột · column', 'giá trị · value', 'ví dụ · example'], rows)}`;
}

function nameOf({ name, isRequired, secret }: SettingDescription): string {
  return `\`${name}\`${isRequired ? ' *' : ''}${secret ? '<br>bí mật · secret' : ''}`;
}

function valueOf({ expected, rules, example }: SettingDescription): string {
  const lines = [expected, ...rules].filter(({ vi }) => vi !== '').map(both);
  return [...lines, ...(example === undefined || example === '' ? [] : [`ví dụ · e.g. ${code(example)}`])].join('<br>');
}

function defaultOf({ byDefault }: SettingDescription): string {
  return byDefault === undefined ? '–' : code(byDefault);
}

function both({ vi, en }: Text): string {
  return vi === en ? vi : `${vi}<br>${en}`;
}

function code(text: string): string {
  return text === '' ? '–' : `\`${text}\``;
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string => `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
  return [line(head), `|${'---|'.repeat(head.length)}`, ...rows.map(line)].join('\n');
}
