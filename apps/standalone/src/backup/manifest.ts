import type { DatabaseSnapshot } from '#ledger';
import { Trouble } from '../trouble.ts';

/** A file of a backup: its place below the folder, length and SHA-256 (hex). */
export interface KeptFile {
  readonly file: string;
  readonly bytes: number;
  readonly sha256: string;
}

/** What lies in a backup, as `manifest.json` says it. Times are RFC 3339, UTC. */
export interface Manifest extends Omit<DatabaseSnapshot, 'tables'> {
  readonly format: typeof FORMAT;
  readonly version: typeof VERSION;
  /** Version of the product that made it. */
  readonly product: string;
  readonly finishedAt: string;
  /** SHA-256 of the two keys, so that others are recognised; null where they were not at hand. */
  readonly keys: { readonly pepper: string; readonly wrappingKey: string } | null;
  /** Whether the keys are in it, encrypted. */
  readonly hasKeys: boolean;
  readonly tables: readonly (DatabaseSnapshot['tables'][number] & KeptFile)[];
  /** Tables that are not in it, and why. */
  readonly leftOut: Readonly<Record<string, string>>;
}

export const FORMAT = 'one-stop-gateway-backup';
export const VERSION = 1;

/** Reads a manifest whose bytes are known to be unchanged. @throws Trouble */
export function readManifest(text: string): Manifest {
  const { format, version } = JSON.parse(text) as Partial<Record<'format' | 'version', unknown>>;
  if (format !== FORMAT)
    throw new Trouble({ vi: 'manifest.json không phải của cổng này', en: 'manifest.json is not of this gateway' });
  if (version !== VERSION) {
    throw new Trouble({
      vi: `Bản sao lưu có định dạng ${String(version)}, phần mềm này chỉ đọc định dạng ${String(VERSION)}. Hãy dùng phiên bản phần mềm mới hơn.`,
      en: `The backup has format ${String(version)}; this product reads format ${String(VERSION)} only. Use a newer version of the product.`,
    });
  }
  return JSON.parse(text) as Manifest;
}
