import { connect } from 'node:tls';
import { addressesOf, maintenanceAt } from '#protocols';
import { ownerOf, type Check, type Finding, type Looking } from './check.ts';

const HANDSHAKE_MS = 5_000;
const DAY_MS = 86_400_000;

/** TLS certificates of the configured destinations that are near their end, or past it. Only hosts that are called anyway are asked. */
export function checkCertificates(
  { destinations, clock, log }: Looking,
  { everyMs, days }: { everyMs: number; days: number },
): Check {
  return {
    name: 'certificates',
    everyMs,
    look: async () => {
      const findings: Finding[] = [];
      const all = destinations();
      // During maintenance nothing is asked, and what was found before stays.
      const asked = all.filter(({ maintenance }) => maintenanceAt(maintenance, clock.now()) === undefined);
      for (const destination of asked) {
        for (const host of hostsOf(addressesOf(destination))) {
          const until = await certificateEnd(host).catch(() => undefined);
          // Whether it can be reached at all is what the delivery finds out.
          if (until === undefined) log.event('certificate.unread', { partner: destination.id }, 'warn');
          const left = until === undefined ? Infinity : (until.getTime() - clock.now().getTime()) / DAY_MS;
          if (left > days) continue;
          const subject = `${destination.id}|${host.hostname}:${host.port || '443'}`;
          const sample = `${host.hostname} daysLeft=${String(Math.floor(left))}`;
          findings.push({ subject, destination: destination.id, mustAct: ownerOf(destination), count: 1, sample });
        }
      }
      return { findings, isPartial: asked.length < all.length };
    },
  };
}

function hostsOf(addresses: readonly string[]): URL[] {
  const secure = addresses.filter((address) => address.startsWith('https://')).map((address) => new URL(address));
  return [...new Map(secure.map((url) => [url.host, url])).values()];
}

/** Until when the certificate of a host is valid, whoever signed it: a handshake, and nothing more. */
function certificateEnd({ hostname, port }: URL): Promise<Date> {
  return new Promise((resolve, reject) => {
    const isName = !/^[\d.]+$|^\[/.test(hostname);
    const host = hostname.replace(/^\[|\]$/g, '');
    const options = { host, port: Number(port || 443), rejectUnauthorized: false, ...(isName && { servername: host }) };
    const socket = connect(options, () => {
      const { valid_to: until } = socket.getPeerCertificate();
      socket.destroy();
      resolve(new Date(until));
    });
    socket.setTimeout(HANDSHAKE_MS, () => {
      socket.destroy(new Error('no handshake'));
    });
    socket.once('error', reject);
  });
}
