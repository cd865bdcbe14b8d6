import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A text that stands in a file of the configuration once, and what stands there when it is broken. */
export interface Edit {
  readonly file: string;
  readonly find: string;
  readonly put: string;
}

/** One broken configuration: what is done to a sound one, and what is said of it, line by line. */
export interface Broken {
  readonly what: string;
  readonly edits?: readonly Edit[];
  readonly environment?: Readonly<Record<string, string>>;
  /** Of each fault, in order: where it is, why, and what to write instead. */
  readonly said: readonly (readonly [place: string, reason: string, write?: string])[];
}

export const PARTNERS = 'partners.yaml';
const PROVINCE = 'province.yaml';

export const inPartners = (find: string, put: string): readonly Edit[] => [{ file: PARTNERS, find, put }];
const inProvince = (find: string, put: string): readonly Edit[] => [{ file: PROVINCE, find, put }];

/** Broken in the file of destinations. */
export const BROKEN_PARTNERS: readonly Broken[] = [
  {
    what: 'a setting with a slip of the pen',
    edits: inPartners('    leaseMs: 60000', '    leasMs: 60000'),
    said: [[`${PARTNERS}:8:5: destinations[0].leasMs`, 'không có thiết lập này', 'leaseMs: …']],
  },
  {
    what: 'a word in the place of a number',
    edits: inPartners('concurrency: 16', 'concurrency: nhiều'),
    said: [
      [`${PARTNERS}:10:5: destinations[0].concurrency`, 'phải là số nguyên, từ 1 đến 256; đang là "nhiều"', 'concurrency: 16'],
    ],
  },
  {
    what: 'a number that is too large',
    edits: inPartners('stepsPerCall: 10', 'stepsPerCall: 1000'),
    said: [
      [`${PARTNERS}:11:5: destinations[0].stepsPerCall`, 'phải là số nguyên, từ 1 đến 100; đang là 1000', 'stepsPerCall: 10'],
    ],
  },
  {
    what: 'a word that is none of those allowed',
    edits: inPartners('serves: real', 'serves: production'),
    said: [[`${PARTNERS}:5:5: destinations[0].serves`, 'một trong: real, sandbox, all; đang là "production"', 'serves: real']],
  },
  {
    what: 'a variable that is not set',
    environment: { NATIONAL_PASSWORD: '' },
    said: [
      [
        `${PARTNERS}:18:17: destinations[0].settings.password`,
        'biến môi trường NATIONAL_PASSWORD chưa đặt; đặt NATIONAL_PASSWORD, hoặc NATIONAL_PASSWORD_FILE',
        'NATIONAL_PASSWORD=…',
      ],
    ],
  },
  {
    what: 'a reference that is none',
    edits: inPartners('${NATIONAL_USERNAME}', '${national_username}'),
    said: [[`${PARTNERS}:17:17: destinations[0].settings.username`, 'tham chiếu viết sai', '${NATIONAL_USERNAME}']],
  },
  {
    what: 'a setting that is there twice',
    edits: inPartners('    stepsPerCall: 10', '    stepsPerCall: 10\n    concurrency: 8'),
    said: [[`${PARTNERS}:12:5: destinations[0].concurrency`, 'thiết lập này có hai lần']],
  },
  {
    what: 'two destinations of one name',
    edits: inPartners(
      '  - id: national',
      '  - { id: national, dialect: dvcqg, lookup: none, settings: { baseUrl: "http://b", madonvi: M, username: u, password: p } }\n  - id: national',
    ),
    said: [[`${PARTNERS}:4:5: destinations[1].id`, 'trùng với destinations[0].id = "national"', 'id: national-2']],
  },
  {
    what: 'a quote that is not closed',
    edits: inPartners('madonvi: 000.00.00.H56', 'madonvi: "000.00.00.H56'),
    said: [[`${PARTNERS}:20:1`, 'thiếu dấu (nháy, ngoặc, phẩy hoặc hai chấm)']],
  },
  {
    what: 'a tab for blanks',
    edits: inPartners('    callTimeoutMs: 20000', '\tcallTimeoutMs: 20000'),
    said: [[`${PARTNERS}:7:1`, 'thụt lề bằng dấu tab']],
  },
  {
    what: 'a file that is not there',
    environment: { PARTNERS_FILE: '/nonexistent/partners.yaml' },
    said: [['/nonexistent/partners.yaml', 'không đọc được tệp']],
  },
  {
    what: 'a dialect that nobody speaks',
    edits: inPartners('dialect: dvcqg', 'dialect: dvcgq'),
    said: [[`${PARTNERS}:4:5: destinations[0].dialect`, 'không có phương ngữ này; có: dvcqg', 'dialect: dvcqg']],
  },
  {
    what: 'an address of the dialect that is none, and a missing agency code',
    edits: [...inPartners('${NATIONAL_BASE_URL}', 'cong-dvcqg.gov.vn'), ...inPartners('      madonvi: 000.00.00.H56', '')],
    said: [
      [`${PARTNERS}:15:5: destinations[0].settings.madonvi`, 'phải là mã đơn vị của tỉnh', 'madonvi: 000.00.00.H56'],
      [
        `${PARTNERS}:16:7: destinations[0].settings.baseUrl`,
        'phải là địa chỉ http(s), không có tài khoản',
        'baseUrl: http://10.0.0.5:8081/XrdAdapter/RestService/forward',
      ],
    ],
  },
  {
    what: 'a cut-over that needs steps to be looked up',
    edits: [
      ...inPartners('lookup: ${NATIONAL_LOOKUP:-steps}', 'lookup: dossier'),
      ...inPartners('serves: real', 'cutOver: { steps: verify }'),
    ],
    said: [[`${PARTNERS}:5:5: destinations[0].cutOver`, 'steps: verify cần lookup: steps', 'cutOver: { steps: adopt }']],
  },
  {
    what: 'a mode that there is not, and a cut-over of which nothing is right',
    edits: inPartners('serves: real', 'mode: dark\n    cutOver: { steps: believe, toldUntil: 2026-12-01 }'),
    said: [
      [`${PARTNERS}:5:5: destinations[0].mode`, 'một trong: live, shadow; đang là "dark"', 'mode: live'],
      [`${PARTNERS}:6:16: destinations[0].cutOver.steps`, 'một trong: verify, adopt, resend; đang là "believe"', 'steps: adopt'],
      [
        `${PARTNERS}:6:32: destinations[0].cutOver.toldUntil`,
        'phải là thời điểm có múi giờ',
        'toldUntil: 2026-12-01T17:00:00+07:00',
      ],
    ],
  },
  {
    what: 'a lease without room for a call',
    edits: inPartners('leaseMs: 60000', 'leaseMs: 21000'),
    said: [[`${PARTNERS}:8:5: destinations[0].leaseMs`, 'phải chừa chỗ cho callTimeoutMs và khoảng đệm', 'leaseMs: 60000']],
  },
  {
    what: 'a longest wait below the first',
    edits: inPartners('    stepsPerCall: 10', '    stepsPerCall: 10\n    firstDelayMs: 5000\n    mostDelayMs: 2000'),
    said: [
      [`${PARTNERS}:13:5: destinations[0].mostDelayMs`, 'phải ít nhất bằng firstDelayMs; đang là 2000', 'mostDelayMs: 5000'],
    ],
  },
  {
    what: 'more dossiers in one call than are ever under way',
    edits: inPartners('dossiersPerCall: 1', 'dossiersPerCall: 20'),
    said: [
      [`${PARTNERS}:12:5: destinations[0].dossiersPerCall`, 'không được quá concurrency; đang là 20', 'dossiersPerCall: 16'],
    ],
  },
  {
    what: 'a status that there is not',
    edits: inPartners('resend: [3, 8, 9, 10]', 'resend: [3, 11]'),
    said: [
      [
        `${PARTNERS}:14:7: destinations[0].undecided.resend`,
        'mỗi mục là một trong: 1, 2, 3, 4, 5, 6, 7, 8, 9, 10',
        'resend: [3, 8, 9, 10]',
      ],
    ],
  },
  {
    what: 'no destination at all',
    edits: [],
    environment: { PARTNERS_FILE: 'empty.yaml' },
    said: [['empty.yaml:1:1', 'tệp không có thiết lập nào']],
  },
];

/** Broken in the file of the province. */
export const BROKEN_PROVINCE: readonly Broken[] = [
  {
    what: 'a pattern that lets anything through',
    edits: inProvince("dossierCodePattern: '^TH-\\d{8}$'", "dossierCodePattern: 'TH-(\\d{8}'"),
    said: [
      [
        `${PROVINCE}:6:1: dossierCodePattern`,
        'phải là biểu thức chính quy đúng, từ ^ đến $',
        "dossierCodePattern: '^TH-\\d{8}$'",
      ],
    ],
  },
  {
    what: 'an address in the place of a host name',
    edits: inProvince('  - thanhhoa.gov.vn', '  - https://thanhhoa.gov.vn/tep'),
    said: [[`${PROVINCE}:7:1: publicFileHosts`, 'mỗi mục là tên máy chủ, không có https://']],
  },
  {
    what: 'numbers without quotes, and an unknown member',
    edits: [...inProvince("statistics: '38'", 'statistics: 38'), ...inProvince('name: Thanh Hóa', 'ten: Thanh Hóa')],
    said: [
      [`${PROVINCE}:2:1: name`, 'thiếu; phải là văn bản, không trống', 'name: Thanh Hóa'],
      [`${PROVINCE}:3:1: ten`, 'không có thiết lập này; có: code, name'],
      [`${PROVINCE}:5:1: numbers`, 'mỗi mã số phải viết trong dấu nháy'],
    ],
  },
];

/** Broken in the environment of a door. */
export const BROKEN_ENVIRONMENT: readonly Broken[] = [
  {
    what: 'a port that is a word, an address that is a name, a log level that there is not',
    environment: { PARTNER_API_PORT: 'tám nghìn', BIND_ADDRESS: 'localhost', LOG_LEVEL: 'verbose' },
    said: [
      ['LOG_LEVEL', 'phải là một trong: debug, info, warn, error; đang là "verbose"', 'LOG_LEVEL=info'],
      ['PARTNER_API_PORT', 'phải là số nguyên, từ 0 đến 65535; đang là "tám nghìn"', 'PARTNER_API_PORT=8080'],
      ['BIND_ADDRESS', 'phải là địa chỉ IP; đang là "localhost"', 'BIND_ADDRESS=127.0.0.1'],
    ],
  },
  {
    what: 'a secret that is too short, and one whose file is away',
    environment: { PEPPER: 'bmdhbg==', WRAPPING_KEY: '', WRAPPING_KEY_FILE: '/nonexistent/key' },
    said: [
      ['WRAPPING_KEY_FILE', 'không đọc được tệp /nonexistent/key'],
      ['PEPPER', 'phải là 32 byte ngẫu nhiên dạng base64', 'PEPPER=$(openssl rand -base64 32)'],
    ],
  },
  {
    what: 'fault points in production, and a mode that there is not',
    environment: { NODE_ENV: 'production', FAULTS: '/tmp/faults.json', TRUST_PROXY: '10.0.0.0/33' },
    said: [
      ['FAULTS', 'không được đặt khi NODE_ENV=production'],
      ['TRUST_PROXY', 'phải là địa chỉ hoặc CIDR, cách nhau bằng dấu phẩy', 'TRUST_PROXY=10.0.0.5,192.168.10.0/24'],
    ],
  },
  {
    what: 'no database, and two paths that are one',
    environment: { DATABASE_URL: '', WRAPPER_UPDATE_PATH: '/ketnoimotcuaquocgia/DongBoHoSoMC' },
    said: [
      ['DATABASE_URL_DOOR', 'phải là địa chỉ postgres://…, ở đây hoặc ở DATABASE_URL'],
      ['WRAPPER_PROGRESS_PATH', 'ba đường dẫn WRAPPER_*_PATH phải khác nhau'],
    ],
  },
];

/** Broken in tables. */
export const BROKEN_TABLES: readonly Broken[] = [
  {
    what: 'a code twice, a day that is none, and a missing procedure code',
    edits: [
      { file: 'code-tables/national/channel.csv', find: 'online,2,,', put: 'direct,2,,' },
      { file: 'code-tables/national/return-method.csv', find: 'post,1,,', put: 'post,1,01/07/2025,' },
      { file: 'procedures.csv', find: '1.001193,', put: 'khai-sinh,' },
    ],
    said: [
      ['code-tables/national/channel.csv:3: valid_from', 'direct: trùng thời gian với dòng 2'],
      [
        'code-tables/national/return-method.csv:3: valid_from',
        'phải là ngày dạng yyyy-MM-dd; đang là “01/07/2025”',
        '2026-12-31',
      ],
      ['procedures.csv:2: code', 'phải là phần quốc gia của mã TTHC; đang là “khai-sinh”', '1.001193'],
    ],
  },
  {
    what: 'a value of ours that a partner has no code for',
    edits: [{ file: 'code-tables/national/channel.csv', find: 'post,3,,', put: 'pigeon,3,,' }],
    said: [['code-tables/national/channel.csv', 'thiếu mã “post” cho hôm nay', 'post,…,,']],
  },
  {
    what: 'a unit that became one that there is not, a column with a slip, and a calendar without a holiday',
    edits: [
      {
        file: 'units/commune-successors-2025.csv',
        find: 'Phường Hàm Rồng,380,Thành phố Thanh Hóa,14758',
        put: 'Phường Hàm Rồng,380,Thành phố Thanh Hóa,99999',
      },
      { file: 'code-tables/national/status.csv', find: 'valid_to', put: 'valid_too' },
      { file: 'calendars/vn.csv', find: '2026-09-02,off', put: '2026-09-03,off' },
    ],
    said: [
      ['code-tables/national/status.csv:1', 'không có cột tên “valid_too”', 'valid_to'],
      ['units/commune-successors-2025.csv:2: new_code', '99999 không có trong communes-2025.csv'],
      ['calendars/vn.csv:38', 'năm 2026 chưa đủ: thiếu ngày nghỉ 2026-09-02', '2026-09-02,off,…'],
    ],
  },
];

/** A folder of configuration of its own. */
export interface Ground {
  readonly folder: string;
  /** Breaks it. */
  edit(edits: readonly Edit[]): void;
  /** Makes it sound again. */
  mend(): void;
  remove(): void;
}

/** Copies the tables as they are delivered, beside files of destinations and of the province that stay as they are. */
export function openGround(): Ground {
  const folder = mkdtempSync(join(tmpdir(), 'one-stop-configuration-'));
  const mend = (): void => {
    cpSync('config', folder, { recursive: true });
    cpSync('test/fixtures/configuration', folder, { recursive: true });
    writeFileSync(join(folder, 'empty.yaml'), '');
  };
  mend();
  return {
    folder,
    mend,
    edit: (edits) => {
      for (const { file, find, put } of edits) {
        const text = readFileSync(join(folder, file), 'utf8');
        if (text.split(find).length !== 2) throw new Error(`${file} does not hold this once: ${find}`);
        writeFileSync(
          join(folder, file),
          text.replace(find, () => put),
        );
      }
    },
    remove: () => {
      rmSync(folder, { recursive: true });
    },
  };
}
