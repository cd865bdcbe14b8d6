import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { dvcqgParity } from '#protocols/dvcqg';

/** Bytes of requests over every transport, as one-stop systems and the gateway send them. */
const FOLDER = new URL('../fixtures/dvcqg-requests/', import.meta.url);
const EXPECTED = { create: ['record'], update: ['record'], steps: ['step', 'step'] } as const;
const REQUESTS = readdirSync(FOLDER).flatMap((file) => {
  const [client = '', call = ''] = file.split('.');
  return call in EXPECTED ? [{ file, client, call: call as keyof typeof EXPECTED }] : [];
});

function bodyOf(file: string): string {
  const text = readFileSync(new URL(file, FOLDER), 'utf8');
  return text.slice(text.indexOf('\n\n') + 2);
}

describe('what a former system sent over one of the transports', () => {
  it('is at hand for each of them', () => {
    expect(new Set(REQUESTS.map(({ client }) => client))).toEqual(
      new Set(['opencps', 'ca-mau', 'thanh-hoa', 'ha-giang', 'lgsp']),
    );
  });

  it.each(REQUESTS)('is compared by the same fields: $file', ({ file, client, call }) => {
    const sent = dvcqgParity.itemsOf(JSON.parse(bodyOf(file)));
    expect(sent?.unreadable).toBe(0);
    expect(sent?.items.map(({ kind }) => kind)).toEqual(EXPECTED[call]);
    const other = REQUESTS.find((request) => request.client !== client && request.call === call);
    expect(sent?.items).toEqual(dvcqgParity.itemsOf(JSON.parse(bodyOf(other?.file ?? '')))?.items);
  });
});
