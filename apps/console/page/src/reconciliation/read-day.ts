const WRITTEN = /^(\d{1,2})\/(\d{1,2})\/(\d{4})$/;

/** `2026-11-05` of `05/11/2026` or `5/11/2026`; undefined for what is no day. */
export function readDay(text: string): string | undefined {
  const [, date = '', month = '', year = ''] = WRITTEN.exec(text.trim()) ?? [];
  const day = `${year}-${month.padStart(2, '0')}-${date.padStart(2, '0')}`;
  const read = new Date(`${day}T00:00:00Z`);
  return !Number.isNaN(read.getTime()) && read.toISOString().startsWith(day) ? day : undefined;
}
