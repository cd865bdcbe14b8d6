import { ConfigurationError, readTogether } from '#runtime';

/** Where a broker is. Only `label` is for people and logs: it names no account. */
export interface Address {
  /** Scheme, host, port and virtual host. */
  readonly label: string;
  readonly protocol: 'amqp' | 'amqps';
  readonly hostname: string;
  readonly port: number;
  readonly username: string;
  readonly password: string;
  readonly vhost: string;
}

const PORTS = { amqp: 5672, amqps: 5671 } as const;

/**
 * Reads one address or several, apart by commas or blanks, and names all that are wrong. A fault names the place of the address and never its text, which
 * holds a password.
 * @throws ConfigurationError
 */
export function parseAddresses(text: string): readonly Address[] {
  const words = text.split(/[\s,]+/).filter((word) => word !== '');
  if (words.length === 0) throw fault('trống', 'empty');
  return Object.values(readTogether(words.map((word, index) => () => parseAddress(word, index + 1))));
}

function parseAddress(word: string, place: number): Address {
  const url = URL.canParse(word) ? new URL(word) : undefined;
  const protocol = url?.protocol.slice(0, -1);
  if (url === undefined || (protocol !== 'amqp' && protocol !== 'amqps') || url.hostname === '') {
    throw fault(
      `địa chỉ thứ ${String(place)} phải có dạng amqp(s)://tên:mật-khẩu@máy:cổng/vhost, ký tự đặc biệt viết dạng %XX`,
      `address ${String(place)} must look like amqp(s)://user:password@host:port/vhost, special characters as %XX`,
    );
  }
  if (url.search !== '' || url.hash !== '') {
    throw fault(`địa chỉ thứ ${String(place)} không được có tham số`, `address ${String(place)} may not have parameters`);
  }
  try {
    return readUrl(url, protocol);
  } catch {
    throw fault(`địa chỉ thứ ${String(place)}: dấu % sai`, `address ${String(place)}: a stray %`);
  }
}

function readUrl(url: URL, protocol: 'amqp' | 'amqps'): Address {
  const port = url.port === '' ? PORTS[protocol] : Number(url.port);
  // As in other clients, no path means the virtual host "/".
  const vhost = url.pathname.length < 2 ? '/' : decodeURIComponent(url.pathname.slice(1));
  const isAnonymous = url.username === '' && url.password === '';
  return {
    label: `${protocol}://${url.hostname}:${String(port)}/${encodeURIComponent(vhost)}`,
    protocol,
    hostname: url.hostname.replace(/^\[|\]$/g, ''),
    port,
    username: isAnonymous ? 'guest' : decodeURIComponent(url.username),
    password: isAnonymous ? 'guest' : decodeURIComponent(url.password),
    vhost,
  };
}

function fault(vi: string, en: string): ConfigurationError {
  return new ConfigurationError([`AMQP_URL: ${vi} / ${en}`]);
}
