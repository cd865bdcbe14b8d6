import { BlockList, isIP } from 'node:net';

/** Networks of IPv4 and IPv6 addresses. */
export interface Networks {
  /** Whether an address lies in one of them; an IPv4 address written as IPv6 counts as what it is. Text that is no address does not. */
  holds(address: string): boolean;
}

/** Reads networks written as CIDR or as single addresses; `faults` are those that are neither. */
export function readNetworks(written: readonly string[]): { readonly networks: Networks; readonly faults: readonly string[] } {
  const list = new BlockList();
  const faults = written.filter((network) => !addTo(list, network));
  const holds = (address: string): boolean => {
    const family = isIP(address);
    return family !== 0 && list.check(address, family === 4 ? 'ipv4' : 'ipv6');
  };
  return { networks: { holds }, faults };
}

const LENGTH = /^\d{1,3}$/;

function addTo(list: BlockList, network: string): boolean {
  const [address = '', length, ...rest] = network.split('/');
  const family = isIP(address);
  if (family === 0 || rest.length > 0) return false;
  const [name, most] = family === 4 ? (['ipv4', 32] as const) : (['ipv6', 128] as const);
  if (length === undefined) list.addAddress(address, name);
  else if (LENGTH.test(length) && Number(length) <= most) list.addSubnet(address, Number(length), name);
  else return false;
  return true;
}
