import { NotFoundException } from '@nestjs/common';
import type { Store } from './store.ts';

/** The portals that are offered. */
export class Portals {
  constructor(private readonly stores: readonly Store[]) {}

  /** What a portal remembers. @throws NotFoundException when there is none of that name */
  get(name: string): Store {
    const store = this.stores.find(({ traits }) => traits.name === name);
    if (store === undefined) throw new NotFoundException(`no such portal: ${name}`);
    return store;
  }

  reset(): void {
    this.stores.forEach((store) => {
      store.reset();
    });
  }

  close(): void {
    this.stores.forEach((store) => {
      store.close();
    });
  }
}
