import type { Language, Texts } from '../texts/dictionaries.ts';

const ZONE = 'Asia/Ho_Chi_Minh';
const WHOLE = new Intl.DateTimeFormat('en-GB', {
  timeZone: ZONE,
  day: '2-digit',
  month: '2-digit',
  year: 'numeric',
  hour: '2-digit',
  minute: '2-digit',
  second: '2-digit',
  hourCycle: 'h23',
});

const MINUTE = 60;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** `26/11/2026 08:15` in Vietnam, whatever the zone of the workstation. */
export function formatTime(at: string | number): string {
  return formatTimeToTheSecond(at).slice(0, -3);
}

/** `26/11/2026 08:15:03`, for what happens several times in a minute. */
export function formatTimeToTheSecond(at: string | number): string {
  return WHOLE.format(new Date(at)).replace(', ', ' ');
}

/** How long something takes or took, in its largest unit: `4 phút`. */
export function formatAge(milliseconds: number, { sizes }: Texts): string {
  const seconds = Math.max(0, Math.floor(milliseconds / 1_000));
  if (seconds < MINUTE) return sizes.seconds(seconds);
  if (seconds < HOUR) return sizes.minutes(Math.floor(seconds / MINUTE));
  if (seconds < 2 * DAY) return sizes.hours(Math.floor(seconds / HOUR));
  return sizes.days(Math.floor(seconds / DAY));
}

/** `1.234` in Vietnamese, `1,234` in English. */
export function formatCount(count: number, language: Language): string {
  return count.toLocaleString(language === 'vi' ? 'vi-VN' : 'en-GB');
}
