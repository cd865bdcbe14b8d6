import { inspectServer, type Inspection, type ServerFacts } from '#ledger';
import { Trouble } from '../trouble.ts';

const OLDEST = 15;

/** Looks at a PostgreSQL that somebody else runs, and says what is wrong with it before anything is written. */
export async function checkOutside(ownerUrl: string): Promise<ServerFacts> {
  const facts = opened(await inspectServer(ownerUrl), 'DATABASE_URL');
  if (facts.version < OLDEST) {
    throw new Trouble({
      vi: `DATABASE_URL: PostgreSQL ${String(facts.version)} quá cũ, cần từ ${String(OLDEST)} trở lên.`,
      en: `DATABASE_URL: PostgreSQL ${String(facts.version)} is too old, ${String(OLDEST)} or later is needed.`,
    });
  }
  if (facts.encoding !== 'UTF8') {
    throw new Trouble({
      vi: `DATABASE_URL: cơ sở dữ liệu ${facts.database} mã hoá ${facts.encoding}; cần UTF8 (CREATE DATABASE … ENCODING 'UTF8' TEMPLATE template0).`,
      en: `DATABASE_URL: the database ${facts.database} is encoded in ${facts.encoding}; UTF8 is needed (CREATE DATABASE … ENCODING 'UTF8' TEMPLATE template0).`,
    });
  }
  if (!facts.mayCreateTables) {
    throw new Trouble({
      vi: `DATABASE_URL: tài khoản này không được tạo bảng trong ${facts.database}; cần chủ sở hữu của cơ sở dữ liệu.`,
      en: `DATABASE_URL: this account may not create tables in ${facts.database}; the owner of the database is needed.`,
    });
  }
  return facts;
}

/** The facts of a server that let us in; otherwise what to mend, naming the variable. */
export function opened(inspection: Inspection, variable: string): ServerFacts {
  if (inspection.kind === 'open') return inspection;
  const { reason } = inspection;
  throw inspection.kind === 'away'
    ? new Trouble({
        vi: `${variable}: PostgreSQL không trả lời (${reason})`,
        en: `${variable}: PostgreSQL does not answer (${reason})`,
      })
    : new Trouble({
        vi: `${variable}: PostgreSQL từ chối đăng nhập (${reason})`,
        en: `${variable}: PostgreSQL turned the log-in away (${reason})`,
      });
}
