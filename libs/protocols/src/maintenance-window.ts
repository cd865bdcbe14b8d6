import 'reflect-metadata';
import { ArrayMinSize, ArrayUnique, IsIn, IsOptional } from 'class-validator';
import { parseInstant } from '#canonical';
import { Fits, Setting } from '#runtime';

/** The days of a week, from the day that `Date.getUTCDay` calls 0. */
export const WEEKDAYS = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'] as const;
export type Weekday = (typeof WEEKDAYS)[number];

const CLOCK_TIME = /^([01]\d|2[0-3]):[0-5]\d$/;
const DATED_TIME = /^(\d{4}-\d{2}-\d{2}) (\d{2}:\d{2})$/;

/**
 * A time in which nothing is sent to a destination, in the local time of Asia/Ho_Chi_Minh: on every day, or on some days of the week
 * (`from` and `to` as `HH:mm`, over midnight where `to` comes first), or once (both as `yyyy-MM-dd HH:mm`). The end is not part of it.
 */
export class MaintenanceWindow {
  /** Days on which it begins; unset: every day. */
  @Setting({
    vi: 'các ngày trong tuần mà bảo trì bắt đầu: mon … sun; bỏ trống = mọi ngày; không dùng khi from và to có ngày',
    en: 'days of the week on which it begins: mon … sun; unset = every day; not where from and to have dates',
    example: '[sun]',
  })
  @IsOptional()
  @IsIn(WEEKDAYS, { each: true })
  @ArrayUnique()
  @ArrayMinSize(1)
  @Fits<MaintenanceWindow>({
    says: { vi: 'không dùng cùng from và to có ngày', en: 'may not stand beside a from and to with dates' },
    involves: ['from', 'to'],
    holds: (days, { from }) => days === undefined || parseDated(from) === undefined,
  })
  days?: Weekday[];

  @Setting({
    vi: 'bắt đầu, giờ Việt Nam: "HH:mm" (lặp lại) hoặc "yyyy-MM-dd HH:mm" (một lần)',
    en: 'begins at, local time of Vietnam: "HH:mm" (again and again) or "yyyy-MM-dd HH:mm" (once)',
    example: '"22:00"',
  })
  @Fits<MaintenanceWindow>({
    says: { vi: 'phải là "HH:mm" hoặc "yyyy-MM-dd HH:mm"', en: 'must be "HH:mm" or "yyyy-MM-dd HH:mm"' },
    holds: isTime,
  })
  from!: string;

  @Setting({
    vi: 'kết thúc, cùng dạng với from; với "HH:mm" sớm hơn from thì là ngày hôm sau',
    en: 'ends at, written as from is; an "HH:mm" before from is that of the next day',
    example: '"04:00"',
  })
  @Fits<MaintenanceWindow>({
    says: { vi: 'phải là "HH:mm" hoặc "yyyy-MM-dd HH:mm"', en: 'must be "HH:mm" or "yyyy-MM-dd HH:mm"' },
    holds: isTime,
  })
  @Fits<MaintenanceWindow>({
    says: {
      vi: 'phải cùng dạng với from và khác from; khi có ngày thì phải sau from',
      en: 'must be written as from is and differ from it; with a date, it must be later',
    },
    involves: ['from'],
    holds: (to, { from }) => !isTime(to) || !isTime(from) || isAfter(from, to),
  })
  to!: string;
}

/** Minutes after midnight of an `HH:mm`; undefined for anything else. */
export function parseClock(text: unknown): number | undefined {
  if (typeof text !== 'string' || !CLOCK_TIME.test(text)) return undefined;
  return Number(text.slice(0, 2)) * 60 + Number(text.slice(3));
}

/** The instant of a `yyyy-MM-dd HH:mm` in Vietnam; undefined for anything else, and for days that there are not. */
export function parseDated(text: unknown): Date | undefined {
  const [, day, time] = typeof text === 'string' ? (DATED_TIME.exec(text) ?? []) : [];
  const instant = day === undefined ? undefined : parseInstant(`${day}T${time ?? ''}:00+07:00`);
  return instant === undefined ? undefined : new Date(instant);
}

function isTime(text: unknown): text is string {
  return parseClock(text) !== undefined || parseDated(text) !== undefined;
}

function isAfter(from: string, to: string): boolean {
  const [begin, end] = [parseDated(from), parseDated(to)];
  if (begin !== undefined && end !== undefined) return end > begin;
  return begin === undefined && end === undefined && from !== to;
}
