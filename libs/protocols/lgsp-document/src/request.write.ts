import type { PushKind } from '#protocols';
import type { LgspDocumentSettings } from './settings.ts';

/** Path behind the base address of tokens. */
export const TOKEN_PATH = '/token';

/** Path of a push behind the base address of documents. */
export const PUSH_PATHS: Readonly<Record<PushKind, string>> = {
  create: '/Document/SyncDocument',
  update: '/Document/SyncDocument',
  steps: '/Document/UpdateDocumentTraces',
};

/** Form of a login. Source: protocols §4, RFC 6749 §4.4. */
export function loginForm({ clientId, clientSecret }: Pick<LgspDocumentSettings, 'clientId' | 'clientSecret'>): string {
  return new URLSearchParams({
    grant_type: 'client_credentials',
    client_id: clientId,
    client_secret: clientSecret,
  }).toString();
}
