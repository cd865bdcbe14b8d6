import 'reflect-metadata';
import { Transform, Type } from 'class-transformer';
import {
  ArrayMinSize,
  IsArray,
  IsBoolean,
  IsIn,
  IsInt,
  IsNumber,
  IsObject,
  IsOptional,
  IsString,
  Matches,
  Max,
  Min,
  ValidateNested,
} from 'class-validator';
import { canonicalJson, DESTINATION_MODES, sha256, type DestinationMode, type LookupCapability } from '#canonical';
import { Fits, Setting } from '#runtime';
import { CataloguePolicy } from './catalogue-policy.ts';
import { CutOverPolicy } from './cut-over-policy.ts';
import { DIALECTS, fitsDialect, type DialectName, type DialectTraits } from './dialects.ts';
import { leavesTime } from './maintenance.ts';
import { MaintenanceWindow } from './maintenance-window.ts';
import { RatePolicy } from './rate-policy.ts';
import { UndecidedPolicy } from './undecided-policy.ts';

const LEAST_LEASE_MS = 500;
const MOST_GUARD_MS = 5_000;

/** The margin before the end of a lease in which nothing may be sent any more. */
export function guardMs(leaseMs: number): number {
  return Math.min(MOST_GUARD_MS, leaseMs / 4);
}

/** A destination: how it is spoken to and how patient we are with it. Durations in milliseconds. */
export class DestinationSettings {
  /** Name in the ledger and in answers: `national`, `province`. */
  @Setting({
    vi: 'tên của nơi nhận trong sổ cái, câu trả lời và số đo: national, province',
    en: 'name of the destination in the ledger, in answers and in metrics: national, province',
    example: 'national',
  })
  @Matches(/^[a-z][a-z0-9-]{0,30}$/, {
    message:
      'chữ thường, số và dấu -, bắt đầu bằng chữ, nhiều nhất 31 ký tự / lower case letters, digits and -, a letter first, at most 31 characters',
  })
  id!: string;

  /** Dialect that it speaks: that of the national portal, or the older exchange of a provincial one. */
  @Setting({
    vi: 'phương ngữ: dvcqg (Cổng DVCQG) hoặc lgsp-document (cổng tỉnh qua LGSP)',
    en: 'dialect: dvcqg (the national portal) or lgsp-document (a provincial portal behind an LGSP)',
    example: 'dvcqg',
  })
  @IsString()
  dialect!: DialectName;

  /** Whether anything is sent there. What is accepted meanwhile waits, once the destination is known to the ledger. */
  @Setting({
    vi: 'false = không gửi tới nơi này và không cần các biến của nó; bật lại thì gửi tiếp phần đang chờ',
    en: 'false = nothing is sent there and its variables need not be set; switched on again, what waits goes on',
    example: 'true',
  })
  @Transform(({ value }: { value: unknown }) => (value === 'true' ? true : value === 'false' ? false : value))
  @IsBoolean()
  enabled = true;

  /** Whose dossiers it takes: those of real clients, of clients that are tried out, or of all. */
  @Setting({
    vi: 'nhận hồ sơ của ai: real (hệ thống thật), sandbox (hệ thống thử nghiệm), all (cả hai; chỉ cho cổng mô phỏng)',
    en: 'whose dossiers it takes: real (real systems), sandbox (systems that are tried out), all (both; for simulators only)',
  })
  @IsIn(['real', 'sandbox', 'all'])
  serves: 'real' | 'sandbox' | 'all' = 'real';

  /** Which of the dossiers that were accepted before it was added it gets: all, those that are not returned yet (status 10), or none. */
  @Setting({
    vi: 'nơi nhận mới thêm nhận những hồ sơ nào đã tiếp nhận từ trước: all (tất cả), open (chưa trả kết quả), none (không)',
    en: 'which dossiers of before it was added a new destination gets: all, open (those whose result was not returned yet), none',
    example: 'open',
  })
  @IsIn(['all', 'open', 'none'])
  earlierDossiers: 'all' | 'open' | 'none' = 'all';

  /** Whether it is sent to (live), or everything is only planned, written and kept as if it were (shadow). */
  @Setting({
    vi: 'live: gửi thật; shadow (chạy bóng): lập kế hoạch và viết y như thật nhưng không gửi gì, giữ lại để so với hệ thống cũ',
    en: 'live: sent; shadow: planned and written as if it were sent, but nothing leaves, kept to be compared with the old system',
  })
  @IsIn(DESTINATION_MODES)
  mode: DestinationMode = 'live';

  @Setting({
    vi: 'khi chuyển từ shadow sang live: các bước mà hệ thống cũ có thể đã gửi',
    en: 'from shadow to live: steps that the former system may have told',
  })
  @ValidateNested()
  @Type(() => CutOverPolicy)
  @Fits<DestinationSettings>({
    says: { vi: 'steps: verify cần lookup: steps', en: 'steps: verify needs lookup: steps' },
    involves: ['lookup'],
    holds: (_, { cutOver, lookup }) => cutOver.steps !== 'verify' || lookup === 'steps',
    write: () => '{ steps: adopt }',
  })
  cutOver: CutOverPolicy = new CutOverPolicy();

  /** What it shows when asked for a dossier: record and steps, the record alone, or nothing. */
  @Setting({
    vi: 'cổng trả lời gì khi tra cứu: steps (hồ sơ và tiến độ), dossier (chỉ hồ sơ), none (không gì)',
    en: 'what the portal shows when asked for a dossier: steps (record and steps), dossier (record alone), none (nothing)',
    example: 'steps',
  })
  @IsIn(['steps', 'dossier', 'none'])
  @fitsDialect('lookup')
  lookup!: LookupCapability;

  /** Longest wait for one answer. */
  @Setting({ vi: 'chờ một câu trả lời lâu nhất, ms', en: 'longest wait for one answer, ms', reload: 'now' })
  @IsInt()
  @Min(50)
  callTimeoutMs = 20_000;

  /** How long a lane is held; must leave room for a call. What is under way was taken with the former one, so that it takes a restart. */
  @Setting({
    vi: 'thời hạn giữ một hồ sơ để gửi, ms; hết hạn thì relay khác tiếp quản',
    en: 'how long a dossier is held for sending, ms; another relay takes over after that',
  })
  @IsInt()
  @Min(LEAST_LEASE_MS)
  @Fits<DestinationSettings>({
    says: {
      vi: 'phải chừa chỗ cho callTimeoutMs và khoảng đệm: leaseMs − min(5000, leaseMs ÷ 4) ≥ callTimeoutMs',
      en: 'must leave room for callTimeoutMs and the guard: leaseMs − min(5000, leaseMs ÷ 4) ≥ callTimeoutMs',
    },
    involves: ['callTimeoutMs'],
    holds: (_, { leaseMs, callTimeoutMs }) => leaseMs - guardMs(leaseMs) >= callTimeoutMs,
    write: ({ callTimeoutMs }) => String(Math.max(LEAST_LEASE_MS, 3 * callTimeoutMs)),
  })
  leaseMs = 60_000;

  /** The time after which it has applied a request or never will. */
  @Setting({
    vi: 'sau thời gian này, một lời gọi không có trả lời hoặc đã có hiệu lực hoặc không bao giờ có hiệu lực nữa, ms',
    en: 'after this time a call without an answer has taken effect or never will, ms',
    reload: 'now',
  })
  @IsInt()
  @Min(0)
  settlesWithinMs = 120_000;

  /** Lanes under way at once, per relay. */
  @Setting({
    vi: 'số hồ sơ mỗi relay xử lý cùng lúc',
    en: 'dossiers under way at once, per relay',
    reload: 'now',
  })
  @IsInt()
  @Min(1)
  @Max(256)
  concurrency = 16;

  /** Most steps in one call. */
  @Setting({ vi: 'số bước tối đa trong một lời gọi', en: 'most steps in one call', reload: 'now' })
  @IsInt()
  @Min(1)
  @Max(100)
  @fitsDialect('stepsPerCall')
  stepsPerCall = 10;

  /** Most dossiers in one call; several are accepted or refused as one (assumption A3). */
  @Setting({
    vi: 'số hồ sơ tối đa trong một lời gọi; trên 1 chỉ khi cổng cho phép',
    en: 'most dossiers in one call; above 1 only where the portal takes it',
    reload: 'now',
  })
  @IsInt()
  @Min(1)
  @Max(100)
  @Fits<DestinationSettings>({
    says: { vi: 'không được quá concurrency', en: 'may not be above concurrency' },
    involves: ['concurrency'],
    holds: (_, { dossiersPerCall, concurrency }) => dossiersPerCall <= concurrency,
    write: ({ concurrency }) => String(concurrency),
  })
  @fitsDialect('dossiersPerCall')
  dossiersPerCall = 1;

  /** How many calls it takes; unset: as many as `concurrency` makes. */
  @Setting({
    vi: 'giới hạn số lời gọi tới nơi này; bỏ trống = không giới hạn',
    en: 'how many calls this destination takes; unset = no limit',
    example: '{ perSecond: 10, burst: 20 }',
    reload: 'now',
  })
  @IsOptional()
  @ValidateNested()
  @Type(() => RatePolicy)
  rate?: RatePolicy;

  /** When nothing is sent to it. */
  @Setting({
    vi: 'thời gian bảo trì: không gửi gì tới nơi này, không tính lỗi; tiếp nhận vẫn chạy, hết giờ thì gửi tiếp theo thứ tự',
    en: 'maintenance: nothing is sent there and nothing counts as failed; intake goes on, and afterwards everything follows in order',
    example: '[{ days: [sun], from: "22:00", to: "04:00" }]',
    reload: 'now',
  })
  @IsArray()
  @ValidateNested({ each: true })
  @Type(() => MaintenanceWindow)
  @Fits<DestinationSettings>({
    says: { vi: 'không chừa lúc nào để gửi', en: 'leaves no time to send anything' },
    holds: (windows) => !Array.isArray(windows) || leavesTime(windows.filter(isSound)),
  })
  maintenance: MaintenanceWindow[] = [];

  /** First wait after a failure; grows by `delayFactor`, with full jitter, up to `mostDelayMs`. */
  @Setting({
    vi: 'chờ lần đầu sau một lỗi, ms; mỗi lần sau nhân với delayFactor, ngẫu nhiên, tới mostDelayMs',
    en: 'first wait after a failure, ms; times delayFactor after each further one, at random, up to mostDelayMs',
    reload: 'now',
  })
  @IsInt()
  @Min(10)
  firstDelayMs = 1_000;

  @Setting({
    vi: 'sau mỗi lỗi tiếp theo, thời gian chờ được nhân với số này; 1 = không tăng',
    en: 'each further failure multiplies the wait by this; 1 = it does not grow',
    reload: 'now',
  })
  @IsNumber()
  @Min(1)
  @Max(10)
  delayFactor = 2;

  @Setting({ vi: 'chờ lâu nhất giữa hai lần thử, ms', en: 'longest wait between two tries, ms', reload: 'now' })
  @IsInt()
  @Min(10)
  @Fits<DestinationSettings>({
    says: { vi: 'phải ít nhất bằng firstDelayMs', en: 'must be at least firstDelayMs' },
    involves: ['firstDelayMs'],
    holds: (_, { firstDelayMs, mostDelayMs }) => mostDelayMs >= firstDelayMs,
    write: ({ firstDelayMs }) => String(firstDelayMs),
  })
  mostDelayMs = 300_000;

  /** What fails for that long is told to a person, while it is tried on. */
  @Setting({
    vi: 'hồ sơ gửi lỗi lâu hơn thời gian này thì mở sự cố, trong khi vẫn tiếp tục thử, ms',
    en: 'what fails for longer than that opens an incident, while it is tried on, ms',
    reload: 'now',
  })
  @IsInt()
  @Min(1_000)
  escalateAfterMs = 900_000;

  /** Age at which a session is replaced without being asked; earlier where the partner itself says how long it is good. */
  @Setting({
    vi: 'tuổi mà một phiên đăng nhập được thay dù cổng chưa đòi, ms',
    en: 'age at which a session is replaced without being asked, ms',
    reload: 'now',
  })
  @IsInt()
  @Min(1_000)
  sessionAgeMs = 600_000;

  /** Whether and how its catalogue of procedures is read. Unset: it is not. */
  @Setting({
    vi: 'đồng bộ danh mục thủ tục từ cổng này; bỏ trống = không đồng bộ',
    en: 'reading the catalogue of procedures from this portal; unset = it is not read',
    example: '{ at: "01:30", callsPerSecond: 2 }',
    reload: 'now',
  })
  @IsOptional()
  @ValidateNested()
  @Type(() => CataloguePolicy)
  @Fits<DestinationSettings>({
    says: {
      vi: 'cần dialect: dvcqg với transport: direct hoặc adapter, và mode: live',
      en: 'needs dialect: dvcqg with transport: direct or adapter, and mode: live',
    },
    involves: ['dialect', 'mode', 'settings'],
    holds: (value, { dialect, mode, settings }) =>
      value === undefined || (dialect === 'dvcqg' && mode === 'live' && settings['transport'] !== 'wrapper'),
  })
  catalogue?: CataloguePolicy;

  @Setting({
    vi: 'bước mà không ai biết đã đến cổng hay chưa',
    en: 'steps of which nobody can tell whether they arrived',
  })
  @ValidateNested()
  @Type(() => UndecidedPolicy)
  undecided: UndecidedPolicy = new UndecidedPolicy();

  /** The dialect's own part: address, account, codes. */
  @Setting({
    vi: 'phần riêng của phương ngữ: địa chỉ, tài khoản, mã',
    en: "the dialect's own part: address, account, codes",
    example: '{ … }',
  })
  @IsObject()
  settings!: Record<string, unknown>;
}

/** What is wrong with a window by itself is said there. */
function isSound(window: unknown): window is MaintenanceWindow {
  return window instanceof MaintenanceWindow && (window.days === undefined || Array.isArray(window.days));
}

/** `config/partners.yaml`. */
export class Partners {
  @Setting({ vi: 'các nơi nhận hồ sơ', en: 'where dossiers go', key: 'id' })
  @ValidateNested({ each: true })
  @Type(() => DestinationSettings)
  @ArrayMinSize(1)
  destinations!: DestinationSettings[];
}

/** The destinations that are switched on. */
export function enabledDestinations({ destinations }: Partners): DestinationSettings[] {
  return destinations.filter(({ enabled }) => enabled);
}

/**
 * Names the place that a destination is: another address or account is another place, where nothing is acknowledged yet. Which
 * transport leads there does not count, nor in which mode it is worked. Where only the way has changed, and the address with it, the
 * settings say what the place was known by (`samePlaceAs`), and it is still that place.
 */
export function placeFingerprint({ dialect, settings }: DestinationSettings): string {
  const { place, behind }: DialectTraits = DIALECTS[dialect];
  const named = (settings['samePlaceAs'] ?? settings) as Readonly<Record<string, unknown>>;
  const members = place.map((member) => named[member] ?? null);
  const said = Object.entries(behind).filter(
    ([member, unsaid]) => ![undefined, null, unsaid].includes(named[member] as string | undefined),
  );
  return sha256(canonicalJson([...members, ...said.map(([member]) => `${member}=${String(named[member])}`)]));
}

/** Every address that is called for a destination. */
export function addressesOf({ dialect, settings }: DestinationSettings): string[] {
  return DIALECTS[dialect].addresses.flatMap((member) => {
    const address = settings[member];
    return typeof address === 'string' ? [address] : [];
  });
}
