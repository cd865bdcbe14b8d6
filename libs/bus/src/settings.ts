import { readFileSync } from 'node:fs';
import { Expose } from 'class-transformer';
import { IsOptional, IsString } from 'class-validator';
import { ConfigurationError, readEnvironment, secretText } from '#runtime';
import { parseAddresses, type Address } from './addresses.ts';

/** Where the broker is and how it is trusted. */
export interface BusSettings {
  /** All of one cluster; tried in turn. */
  readonly addresses: readonly Address[];
  /** Files in PEM; read anew for every connection, so that a renewed certificate needs no restart. */
  readonly tls: { readonly ca?: string | undefined; readonly cert?: string | undefined; readonly key?: string | undefined };
}

class TlsFiles {
  @Expose({ name: 'AMQP_CA_FILE' })
  @IsOptional()
  @IsString()
  readonly ca?: string;

  @Expose({ name: 'AMQP_CERT_FILE' })
  @IsOptional()
  @IsString()
  readonly cert?: string;

  @Expose({ name: 'AMQP_KEY_FILE' })
  @IsOptional()
  @IsString()
  readonly key?: string;
}

/**
 * Reads `AMQP_URL` (or the file that `AMQP_URL_FILE` names) and, for `amqps://`, `AMQP_CA_FILE`, `AMQP_CERT_FILE` and
 * `AMQP_KEY_FILE`. Undefined when no address is set: there is no broker then.
 * @throws ConfigurationError
 */
export function readBusSettings(source?: Readonly<Record<string, string | undefined>>): BusSettings | undefined {
  const text = secretText('AMQP_URL', source);
  if (text === undefined || text === '') return undefined;
  const addresses = parseAddresses(text);
  const tls = readEnvironment(TlsFiles, source);
  const faults = Object.entries({ AMQP_CA_FILE: tls.ca, AMQP_CERT_FILE: tls.cert, AMQP_KEY_FILE: tls.key })
    .filter(([, file]) => file !== undefined && !isReadable(file))
    .map(([name]) => `${name}: không đọc được tệp / the file cannot be read`);
  if ((tls.cert === undefined) !== (tls.key === undefined))
    faults.push('AMQP_CERT_FILE, AMQP_KEY_FILE: phải có cả hai / one needs the other');
  if (faults.length > 0) throw new ConfigurationError(faults);
  return { addresses, tls };
}

function isReadable(file: string): boolean {
  try {
    readFileSync(file);
    return true;
  } catch {
    return false;
  }
}
