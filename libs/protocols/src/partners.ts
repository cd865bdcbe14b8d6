import 'reflect-metadata';
import { Type } from 'class-transformer';
import {
  ArrayMinSize,
  ArrayUnique,
  IsIn,
  IsInt,
  IsObject,
  IsOptional,
  Matches,
  Max,
  Min,
  ValidateBy,
  ValidateNested,
} from 'class-validator';
import {
  canonicalJson,
  CUT_OVERS,
  DESTINATION_MODES,
  parseInstant,
  sha256,
  STATUSES,
  STATUSES_THAT_DECIDE_THE_SCORE,
  type CutOver,
  type DestinationMode,
  type LookupCapability,
  type Status,
} from '#canonical';
import { Setting } from '#runtime';

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

const isInstant = (value: unknown): boolean => typeof value === 'string' && parseInstant(value) !== undefined;

/** How a destination goes from shadow to live: another system has told it of dossiers and steps meanwhile. */
export class CutOverPolicy {
  /** Unset: `verify` where steps can be looked up, else `adopt`. */
  @Setting({
    vi: 'các bước tiếp nhận trong thời gian chạy bóng: verify (tra cứu từng bước, cần lookup: steps), adopt (coi như hệ thống cũ đã gửi), resend (gửi lại, có đánh dấu). Bỏ trống: verify khi lookup là steps, còn lại adopt',
    en: 'steps that were accepted in shadow: verify (look each up, needs lookup: steps), adopt (take them as told by the old system), resend (send them again, flagged). Unset: verify with lookup: steps, else adopt',
    example: 'adopt',
  })
  @IsOptional()
  @IsIn(CUT_OVERS)
  steps?: CutOver;

  /** The other system told what was accepted up to then. Unset: up to the cut-over. With adopt and resend. */
  @Setting({
    vi: 'hệ thống cũ gửi lần cuối lúc nào; các bước tiếp nhận sau đó được gửi như thường. Bỏ trống: lúc chuyển sang live',
    en: 'when the old system sent for the last time; steps that were accepted later are sent as usual. Unset: when it goes live',
    example: '2026-12-01T17:00:00+07:00',
  })
  @IsOptional()
  @ValidateBy({
    name: 'isInstant',
    validator: {
      validate: isInstant,
      defaultMessage: () => 'toldUntil must be a time with its offset: 2026-12-01T17:00:00+07:00',
    },
  })
  toldUntil?: string;
}

/** A destination: how it is spoken to and how patient we are with it. Durations in milliseconds. */
export class DestinationSettings {
  /** Name in the ledger and in answers: `national`, `province`. */
  @Matches(/^[a-z][a-z0-9-]{0,30}$/)
  id!: string;

  /** Dialect that it speaks. */
  @IsIn(['dvcqg'])
  dialect!: 'dvcqg';

  /** Whose dossiers it takes: those of real clients, of clients that are tried out, or of all. */
  @IsIn(['real', 'sandbox', 'all'])
  serves: 'real' | 'sandbox' | 'all' = 'real';

  /** Whether it is sent to (live), or everything is only planned, written and kept as if it were (shadow). */
  @Setting({
    vi: 'live: gửi thật; shadow (chạy bóng): lập kế hoạch và viết y như thật nhưng không gửi gì, giữ lại để so với hệ thống cũ',
    en: 'live: sent; shadow: planned and written as if it were sent, but nothing leaves, kept to be compared with the old system',
    example: 'shadow',
  })
  @IsIn(DESTINATION_MODES)
  mode: DestinationMode = 'live';

  @ValidateNested()
  @Type(() => CutOverPolicy)
  @ValidateBy({
    name: 'verifiable',
    validator: {
      validate: ({ steps }: CutOverPolicy, about) =>
        steps !== 'verify' || (about?.object as DestinationSettings).lookup === 'steps',
      defaultMessage: () => 'cutOver.steps: verify needs lookup: steps',
    },
  })
  cutOver: CutOverPolicy = new CutOverPolicy();

  /** What it shows when asked for a dossier: record and steps, the record alone, or nothing. */
  @IsIn(['steps', 'dossier', 'none'])
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
  stepsPerCall = 10;

  /** Most dossiers in one call; several are accepted or refused as one (assumption A3). */
  @IsInt()
  @Min(1)
  @Max(100)
  dossiersPerCall = 1;

  /** First wait after a failure; doubles, with full jitter, up to `mostDelayMs`. */
  @IsInt()
  @Min(10)
  firstDelayMs = 1_000;

  @IsInt()
  @Min(10)
  mostDelayMs = 300_000;

  /** Age at which a session is replaced without being asked. */
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

/**
 * Names the place that a destination is: another address or account is another place, where nothing is acknowledged yet. Its mode is no
 * part of it: what a live destination acknowledged holds through a time in shadow.
 */
export function placeFingerprint({ settings }: DestinationSettings): string {
  return sha256(canonicalJson([settings['baseUrl'], settings['username'], settings['madonvi']].map((member) => member ?? null)));
}
