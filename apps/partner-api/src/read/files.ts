import type { Finding } from '#ledger';

/** Something that may carry a link. */
interface Linked {
  readonly url?: string | null;
}

/** The parts of a dossier that carry links to files, as it is read or as it was sent. */
export interface FilesOfDossier {
  readonly papers?: readonly Linked[] | null;
  readonly results?: readonly Linked[] | null;
  readonly supplements?: readonly { readonly papers?: readonly Linked[] | null }[] | null;
}

/** Tells links that the national portal can open from others, by their text alone: nothing is ever fetched. */
export class PublicFiles {
  private readonly hosts: ReadonlySet<string> | undefined;
  private readonly suffixes: readonly string[];

  /** `hosts`: names, or `*.name` for every name below; undefined = any host, only the form counts. */
  constructor(hosts?: readonly string[]) {
    this.hosts = hosts && new Set(hosts.filter((host) => !host.startsWith('*.')).map((host) => host.toLowerCase()));
    this.suffixes = (hosts ?? []).filter((host) => host.startsWith('*.')).map((host) => host.slice(1).toLowerCase());
  }

  /** A remark at every link that is not public. */
  remarksOn({ papers, results, supplements }: FilesOfDossier): Finding[] {
    const lists: [string, FilesOfDossier['papers']][] = [
      ['/papers', papers],
      ['/results', results],
      ...(supplements ?? []).map((supplement, at): [string, FilesOfDossier['papers']] => [
        `/supplements/${String(at)}/papers`,
        supplement.papers,
      ]),
    ];
    return lists.flatMap(([pointer, list]) => this.remarksOnList(pointer, list ?? []));
  }

  private remarksOnList(pointer: string, list: readonly Linked[]): Finding[] {
    const remarks: Finding[] = [];
    for (const [at, { url }] of list.entries()) {
      if (url == null || url.trim() === '' || this.isPublic(url.trim())) continue;
      remarks.push({ field: `${pointer}/${String(at)}/url`, code: 'file.not-public' });
    }
    return remarks;
  }

  private isPublic(url: string): boolean {
    // What a browser forgives, such as `https:host` or a backslash, the portal's reader may not.
    if (!/^https?:\/\/[^\s\\]+$/i.test(url) || !URL.canParse(url)) return false;
    const { hostname, username, password } = new URL(url);
    return username === '' && password === '' && this.isKnown(hostname.replace(/\.$/, ''));
  }

  private isKnown(host: string): boolean {
    if (this.hosts === undefined) return true;
    return this.hosts.has(host) || this.suffixes.some((suffix) => host.endsWith(suffix) && host.length > suffix.length);
  }
}
