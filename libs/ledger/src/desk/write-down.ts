import type pg from 'pg';

/** Who does something, why and when. */
export interface Act {
  readonly by: string;
  readonly reason: string;
  readonly now: Date;
}

/** Writes an act of an operator down, in the transaction of the act itself. Nothing personal may stand in the details. */
export async function writeDown(
  db: Pick<pg.PoolClient, 'query'>,
  { by, reason, now }: Act,
  {
    act,
    subject,
    details,
  }: { readonly act: string; readonly subject: string; readonly details: Readonly<Record<string, unknown>> },
): Promise<void> {
  await db.query({
    name: 'desk-write-down',
    text: 'INSERT INTO audit (at, actor, act, subject, details) VALUES ($1, $2, $3, $4, $5)',
    values: [now, by, act, subject, JSON.stringify({ ...details, reason })],
  });
}
