import type {
  FormerCode,
  HandOver,
  MergerHead,
  MergerPreview,
  NewHandOver,
  NewMerger,
  UnitLives,
  Units,
} from '../../../contract/units.ts';
import { call, queryOf } from '../api/call.ts';

const merger = (id: string): string => `/api/mergers/${encodeURIComponent(id)}`;

export const unitRequests = {
  list: (at: string | undefined) => call<Units>('GET', `/api/units${queryOf({ at })}`),
  lives: (code: string) => call<UnitLives>('GET', `/api/units/${encodeURIComponent(code)}`),
  loadCodes: (csv: string, reason: string) => call<{ readonly added: number }>('POST', '/api/unit-codes', { csv, reason }),
  formerCodes: () => call<{ readonly items: readonly FormerCode[] }>('GET', '/api/former-codes'),
  mergers: () => call<{ readonly items: readonly MergerHead[] }>('GET', '/api/mergers'),
  merger: (id: string) => call<MergerHead>('GET', merger(id)),
  load: (wanted: NewMerger) => call<MergerHead>('POST', '/api/mergers', wanted),
  preview: (id: string) => call<MergerPreview>('POST', `${merger(id)}/preview`),
  record: (id: string, version: string, reason: string) => call<MergerHead>('POST', `${merger(id)}/record`, { version, reason }),
  withdraw: (id: string, reason: string) => call<MergerHead>('POST', `${merger(id)}/withdraw`, { reason }),
  handOver: (wanted: NewHandOver) => call<HandOver>('POST', '/api/hand-overs', wanted),
  step: (id: string) => call<HandOver>('POST', `/api/hand-overs/${encodeURIComponent(id)}/step`),
};
