const LOOPBACK = /^(127(\.\d{1,3}){3}|localhost|\[::1\])$/;

/** A list of hosts with or without a port, as it may stand in the setting. */
export const TARGETS_LIKE = /^\s*([^\s,/@]+(\s*,\s*[^\s,/@]+)*)?\s*$/;

/**
 * Which hosts runs may call: a simulator that calls any address on request would be a way through a firewall.
 * `setting`: hosts with or without a port, separated by commas; empty = this machine alone.
 */
export class Targets {
  private readonly listed: ReadonlySet<string>;

  constructor(setting: string) {
    const hosts = setting.split(',').map((host) => host.trim().toLowerCase());
    this.listed = new Set(hosts.filter((host) => host !== ''));
  }

  allow({ host, hostname }: URL): boolean {
    if (this.listed.size === 0) return LOOPBACK.test(hostname);
    return this.listed.has(host) || this.listed.has(hostname);
  }
}

/** The base address of a door; undefined when the text is none. */
export function readBase(text: string): URL | undefined {
  if (!URL.canParse(text)) return undefined;
  const url = new URL(text);
  const isBare = url.username === '' && url.password === '' && url.search === '' && url.hash === '';
  return isBare && ['http:', 'https:'].includes(url.protocol) ? url : undefined;
}
