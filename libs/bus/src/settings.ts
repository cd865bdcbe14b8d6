import { readFileSync } from 'node:fs';
import { Expose } from 'class-transformer';
import { IsOptional, IsString } from 'class-validator';
import { Fits, readEnvironment, readTogether, secretText, Setting, type Source } from '#runtime';
import { parseAddresses, type Address } from './addresses.ts';

/** Where the broker is and how it is trusted. */
export interface BusSettings {
  /** All of one cluster; tried in turn. */
  readonly addresses: readonly Address[];
  /** Files in PEM; read anew for every connection, so that a renewed certificate needs no restart. */
  readonly tls: { readonly ca?: string | undefined; readonly cert?: string | undefined; readonly key?: string | undefined };
}

/** The variables that say where the broker is. */
export class BusEnvironment {
  @Setting({
    vi: 'RabbitMQ (3.10 trở lên), không bắt buộc; nhiều địa chỉ của một cụm cách nhau bằng dấu phẩy hoặc dấu cách, ký tự đặc biệt viết dạng %XX',
    en: 'RabbitMQ (3.10 or later), optional; several addresses of one cluster apart by commas or blanks, special characters as %XX',
    example: 'amqps://gateway:…@mq1.example.vn:5671/gateway',
    secret: true,
  })
  @Expose({ name: 'AMQP_URL' })
  @IsOptional()
  @IsString()
  readonly url?: string;

  @Setting({
    vi: 'chỉ cho amqps://: tệp PEM của CA',
    en: 'for amqps:// only: PEM file of the CA',
    example: '/etc/gateway/mq-ca.pem',
  })
  @Expose({ name: 'AMQP_CA_FILE' })
  @IsOptional()
  @IsReadable()
  readonly ca?: string;

  @Setting({
    vi: 'chỉ cho amqps://: tệp PEM chứng thư của cổng',
    en: "for amqps:// only: PEM file of the gateway's certificate",
    example: '/etc/gateway/mq.pem',
  })
  @Expose({ name: 'AMQP_CERT_FILE' })
  @IsOptional()
  @IsReadable()
  @Fits<BusEnvironment>({
    says: { vi: 'phải đi cùng AMQP_KEY_FILE', en: 'must come with AMQP_KEY_FILE' },
    holds: (_, { key }) => key !== undefined,
  })
  readonly cert?: string;

  @Setting({
    vi: 'chỉ cho amqps://: tệp PEM khoá của cổng',
    en: "for amqps:// only: PEM file of the gateway's key",
    example: '/etc/gateway/mq.key',
  })
  @Expose({ name: 'AMQP_KEY_FILE' })
  @IsOptional()
  @IsReadable()
  @Fits<BusEnvironment>({
    says: { vi: 'phải đi cùng AMQP_CERT_FILE', en: 'must come with AMQP_CERT_FILE' },
    holds: (_, { cert }) => cert !== undefined,
  })
  readonly key?: string;
}

function IsReadable(): PropertyDecorator {
  return Fits({
    says: { vi: 'phải là tệp đọc được', en: 'must be a file that can be read' },
    holds: (value) => typeof value === 'string' && isReadable(value),
  });
}

/**
 * Reads `AMQP_URL` (or the file that `AMQP_URL_FILE` names) and, for `amqps://`, `AMQP_CA_FILE`, `AMQP_CERT_FILE` and
 * `AMQP_KEY_FILE`. Undefined when no address is set: there is no broker then.
 * @throws ConfigurationError
 */
export function readBusSettings(source?: Source): BusSettings | undefined {
  const url = secretText('AMQP_URL', source);
  if (url === undefined || url === '') return undefined;
  const { addresses, tls } = readTogether({
    addresses: () => parseAddresses(url),
    tls: () => readEnvironment(BusEnvironment, source),
  });
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
