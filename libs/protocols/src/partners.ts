import 'reflect-metadata';
import { Transform, Type } from 'class-transformer';
import { ArrayMinSize, ArrayUnique, IsBoolean, IsIn, IsInt, IsObject, Matches, Max, Min, ValidateNested } from 'class-validator';
import { canonicalJson, sha256, STATUSES, STATUSES_THAT_DECIDE_THE_SCORE, type LookupCapability, type Status } from '#canonical';
import { Setting } from '#runtime';
import { DIALECTS, FitsDialect, type DialectName, type DialectTraits } from './dialects.ts';

/** What happens to a step of which nobody can tell whether the portal has it. */
export class UndecidedPolicy {
  /** Statuses whose step is sent again and flagged; a step of any other status waits for a person. */
  @Setting({
    vi: 'trạng thái mà bước không xác minh được thì gửi lại, có đánh dấu; bước có trạng thái khác chờ người quyết định',
    en: 'statuses whose unverifiable step is sent again, flagged; a step of any other status waits for a person',
    example: '[3, 8, 9, 10]',
  })
  @IsIn(STATUSES, { each: true })
  @ArrayUnique()
  resend: Status[] = [...STATUSES_THAT_DECIDE_THE_SCORE];
}

/** A destination: how it is spoken to and how patient we are with it. Durations in milliseconds. */
export class DestinationSettings {
  /** Name in the ledger and in answers: `national`, `province`. */
  @Matches(/^[a-z][a-z0-9-]{0,30}$/)
  id!: string;

  /** Dialect that it speaks: that of the national portal, or the older exchange of a provincial one. */
  @Setting({
    vi: 'phương ngữ: dvcqg (Cổng DVCQG) hoặc lgsp-document (cổng tỉnh qua LGSP)',
    en: 'dialect: dvcqg (the national portal) or lgsp-document (a provincial portal behind an LGSP)',
    example: 'dvcqg',
  })
  @IsIn(Object.keys(DIALECTS))
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

  /** What it shows when asked for a dossier: record and steps, the record alone, or nothing. */
  @IsIn(['steps', 'dossier', 'none'])
  @FitsDialect()
  lookup!: LookupCapability;

  /** Longest wait for one answer. */
  @IsInt()
  @Min(50)
  callTimeoutMs = 20_000;

  /** How long a lane is held; must leave room for a call. */
  @IsInt()
  @Min(500)
  leaseMs = 60_000;

  /** The time after which it has applied a request or never will. */
  @IsInt()
  @Min(0)
  settlesWithinMs = 120_000;

  /** Lanes under way at once, per relay. */
  @IsInt()
  @Min(1)
  @Max(256)
  concurrency = 16;

  /** Most steps in one call. */
  @IsInt()
  @Min(1)
  @Max(100)
  @FitsDialect()
  stepsPerCall = 10;

  /** Most dossiers in one call; several are accepted or refused as one (assumption A3). */
  @IsInt()
  @Min(1)
  @Max(100)
  @FitsDialect()
  dossiersPerCall = 1;

  /** First wait after a failure; doubles, with full jitter, up to `mostDelayMs`. */
  @IsInt()
  @Min(10)
  firstDelayMs = 1_000;

  @IsInt()
  @Min(10)
  mostDelayMs = 300_000;

  /** Age at which a session is replaced without being asked; earlier where the partner itself says how long it is good. */
  @IsInt()
  @Min(1_000)
  sessionAgeMs = 600_000;

  @ValidateNested()
  @Type(() => UndecidedPolicy)
  undecided: UndecidedPolicy = new UndecidedPolicy();

  /** The dialect's own part: address, account, codes. */
  @IsObject()
  settings!: Record<string, unknown>;
}

/** `config/partners.yaml`. */
export class Partners {
  @ValidateNested({ each: true })
  @Type(() => DestinationSettings)
  @ArrayMinSize(1)
  @ArrayUnique(({ id }: DestinationSettings) => id)
  destinations!: DestinationSettings[];
}

/** The destinations that are switched on. */
export function enabledDestinations({ destinations }: Partners): DestinationSettings[] {
  return destinations.filter(({ enabled }) => enabled);
}

/**
 * Names the place that a destination is: another address or account is another place, where nothing is acknowledged yet. Which
 * transport leads there does not count. Where only the way has changed, and the address with it, the settings say what the
 * place was known by (`samePlaceAs`), and it is still that place.
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
