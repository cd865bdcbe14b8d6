import type { Client } from '#ledger';
import { readNetworks, type Networks } from '#runtime';

/** Whether a client may call from where it calls. Networks are read once per state of a client: the directory makes a new one of each. */
export class Origins {
  private readonly read = new WeakMap<readonly string[], Networks>();

  mayCall({ networks }: Client, address: string): boolean {
    return networks === undefined || this.networksOf(networks).holds(address);
  }

  private networksOf(written: readonly string[]): Networks {
    const known = this.read.get(written);
    if (known !== undefined) return known;
    const { networks } = readNetworks(written);
    this.read.set(written, networks);
    return networks;
  }
}
