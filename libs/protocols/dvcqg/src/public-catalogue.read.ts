import { parseProcedureCode, type ServiceLevel } from '#canonical';
import { isObject, type CrossListed, type CrossPage, type Reading } from '#protocols';
import { retryAfterMs, type Reply } from '#runtime';
import { MemberReader } from './member.read.ts';

const LEVELS: Readonly<Record<string, ServiceLevel>> = { FULL: '4', PARTIAL: '3', NONE: '2' };

/** What a cursor may be: it is kept as text and sent back. */
const PLACE = /^[\x20-\x7e]{0,200}$/;

/** HTTP statuses by which it asks for patience. */
const LATER = [429, 503];

/** What a reply of the public interface means, with its page. */
export function readPublicReply(reply: Reply): Reading & { readonly page: CrossPage | undefined } {
  const page = readPublicPage(reply);
  const said = { withoutEffect: true, code: undefined, retryAfterMs: retryAfterMs(reply), page };
  if (page !== undefined) return { ...said, verdict: 'delivered', cause: 'national.accepted' };
  if (LATER.includes(reply.http)) return { ...said, verdict: 'deferred', cause: 'national.unavailable' };
  return { ...said, verdict: 'unknown', cause: 'national.unreadable' };
}

/** Reads a page of formalities or of their addresses. Undefined: no page. Success may be HTTP 200 or 201. Source: protocols §1.13. */
export function readPublicPage(reply: Reply): CrossPage | undefined {
  if (reply.http !== 200 && reply.http !== 201) return undefined;
  const envelope = parse(reply.body);
  const data = isObject(envelope) && envelope['code'] === 'OK' ? envelope['data'] : undefined;
  if (!isObject(data)) return undefined;
  const items = data['items'] ?? data['rows'];
  if (!Array.isArray(items)) return undefined;
  const lastId = data['lastId'] ?? '';
  if (typeof lastId !== 'string' || !PLACE.test(lastId)) return undefined;
  const next = lastId !== '' && items.length > 0 ? lastId : undefined;
  const read = items.flatMap((item) => listed(item));
  // A page of which nothing is understood is none: a walk over such pages would know no end.
  return items.length > 0 && read.length === 0 ? undefined : { items: read, next };
}

function listed(item: unknown): CrossListed[] {
  if (!isObject(item)) return [];
  const read = new MemberReader();
  const written = read.text(item, 'CODE', '') || read.text(item, 'FORMALITYCODE', '');
  const code = parseProcedureCode(written.toUpperCase())?.national;
  if (code === undefined) return [];
  return [
    {
      code,
      name: read.text(item, 'NAME', ''),
      link: read.text(item, 'CITIZENURL', ''),
      level: LEVELS[read.text(item, 'IMPLEMENTLEVEL', '').toUpperCase()] ?? null,
    },
  ];
}

function parse(body: string): unknown {
  try {
    return JSON.parse(body.replace(/^\uFEFF/, ''));
  } catch {
    return undefined;
  }
}
