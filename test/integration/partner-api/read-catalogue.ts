import { expect } from '@jest/globals';
import type { OpenDoor } from './open-door.ts';

/** An entry of a list of the catalogue. */
export interface Entry {
  readonly id: number;
  readonly code: string;
  readonly name: string;
  readonly state: string;
  readonly validFrom: string | null;
  readonly validTo: string | null;
  readonly [member: string]: unknown;
}

/** A page of the catalogue as it was answered, with its tag. */
export interface CataloguePage {
  readonly items: Entry[];
  readonly version: string;
  readonly next: string | null;
  readonly at: string;
  readonly etag: string;
}

/** Reads a page of the catalogue. */
export async function readCatalogue(door: OpenDoor, path: string): Promise<CataloguePage> {
  const { status, body, headers } = await door.get(path);
  expect(status).toBe(200);
  return { ...(body as unknown as Omit<CataloguePage, 'etag'>), etag: headers.get('etag') ?? '' };
}
