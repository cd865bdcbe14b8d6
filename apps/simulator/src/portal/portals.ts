import { NotFoundException } from '@nestjs/common';
import type { Store } from './store.ts';

/** What else is emptied and closed with them. */
interface Beside {
  reset(): void;
  close(): void;
}

/** The portals that are offered. */
export class Portals {
  constructor(
    private readonly stores: readonly Store[],
    private readonly beside: readonly Beside[] = [],
  ) {}

  /** What a portal remembers. @throws NotFoundException when there is none of that name */
  get(name: string): Store {
    const store = this.stores.find(({ traits }) => traits.name === name);
    if (store === undefined) throw new NotFoundException(`no such portal: ${name}`);
    return store;
  }

  reset(): void {
    for (const one of [...this.stores, ...this.beside]) one.reset();
  }

  close(): void {
    for (const one of [...this.stores, ...this.beside]) one.close();
  }
}
