import { createHash } from 'node:crypto';

/** A page of the catalogue, rendered and encoded once: the whole answer, and a tag that is another one exactly when its content is. */
export interface KeptPage {
  readonly body: Buffer;
  readonly etag: string;
}

/** What goes before the content of an answer and does not make it another one. */
export type Head = Readonly<Record<string, unknown>>;

const MOST_KEPT = 24;

/** Pages that were asked for last, each under all that it hangs on: its address, the version of its list and the day. */
export class KeptPages {
  private readonly pages = new Map<string, KeptPage>();

  /** The page under that name, which says all of `head`; rendered by `make` where it is not kept: the other members of the answer. */
  async get(name: string, head: Head, make: () => Promise<object | undefined>): Promise<KeptPage | undefined> {
    const known = this.pages.get(name);
    const page = known ?? toPage(head, await make());
    if (page === undefined) return undefined;
    // The one that was asked for last is the last one to go.
    this.pages.delete(name);
    this.pages.set(name, page);
    const [oldest] = this.pages.keys();
    if (this.pages.size > MOST_KEPT && oldest !== undefined) this.pages.delete(oldest);
    return page;
  }
}

function toPage(head: Head, members: object | undefined): KeptPage | undefined {
  if (members === undefined) return undefined;
  const content = JSON.stringify(members);
  const body = Buffer.from(`${JSON.stringify(head).slice(0, -1)},${content.slice(1)}`);
  return { body, etag: `W/"${createHash('sha256').update(content).digest('base64url')}"` };
}

/** Whether a client has this page already, by its `If-None-Match` (RFC 9110 §13.1.2: compared weakly). */
export function isHeld(ifNoneMatch: string | undefined, etag: string): boolean {
  if (ifNoneMatch === undefined) return false;
  const opaque = (tag: string): string => tag.trim().replace(/^W\//, '');
  return ifNoneMatch.trim() === '*' || ifNoneMatch.split(',').some((tag) => opaque(tag) === opaque(etag));
}
