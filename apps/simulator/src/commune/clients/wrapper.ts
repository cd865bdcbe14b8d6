import type { Answer } from '../line.ts';
import type { Ground } from './client.ts';

/** The wrapper form: a bare array to one address per service, and the account in a header. Source: protocols §1.1. */
export class Wrapper {
  constructor(private readonly ground: Ground) {}

  post(service: string, items: readonly object[], query = ''): Promise<Answer | undefined> {
    const { line, account } = this.ground;
    const [first] = items as readonly { readonly MaHoSo?: string }[];
    const { base, apiKey, username, password } = account;
    const basic = Buffer.from(`${username}:${password}`).toString('base64');
    const headers = { authorization: apiKey === '' ? `Basic ${basic}` : `Bearer ${apiKey}` };
    return line.post({ service, url: `${base}/${service}${query}`, headers, body: items, code: first?.MaHoSo ?? '' });
  }
}

/** Success is read from the words, as the real client does. */
export function says(text: string | undefined, words: string): boolean {
  return text?.toLowerCase().includes(words) ?? false;
}
