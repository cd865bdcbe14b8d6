import { Expose, Type } from 'class-transformer';
import {
  IsInt,
  IsIP,
  IsOptional,
  IsString,
  Matches,
  Max,
  Min,
  Validate,
  ValidatorConstraint,
  type ValidationArguments,
  type ValidatorConstraintInterface,
} from 'class-validator';
import { readNetworks } from '#runtime';
import { WRAPPER_PATHS, type WrapperPaths } from './wrapper/paths.ts';

// Not below what other doors and the operators use.
const PATH = /^(?!\/(?:v1|mapi|docs|health|metrics|openapi\.json|XrdAdapter|VXPAdapter)(?:\/|$))(?:\/[\w.-]+)+$/;

@ValidatorConstraint({ name: 'paths' })
class DifferentPathsRule implements ValidatorConstraintInterface {
  validate(_value: unknown, { object }: ValidationArguments): boolean {
    const { create, update, progress } = (object as PartnerApiSettings).wrapperPaths;
    return new Set([create, update, progress].map((path) => path.toLowerCase())).size === 3;
  }

  defaultMessage(): string {
    return 'ba đường dẫn WRAPPER_*_PATH phải khác nhau / the three WRAPPER_*_PATH must differ';
  }
}

@ValidatorConstraint({ name: 'networks' })
class NetworksRule implements ValidatorConstraintInterface {
  validate(value: unknown): boolean {
    return typeof value === 'string' && readNetworks(listOf(value)).faults.length === 0;
  }

  defaultMessage(): string {
    return 'địa chỉ hoặc CIDR, cách nhau bằng dấu phẩy / addresses or CIDR, apart by commas';
  }
}

/** The settings of the process, from the environment. */
export class PartnerApiSettings {
  @Expose({ name: 'PARTNER_API_PORT' })
  @Type(() => Number)
  @IsInt()
  @Min(0)
  @Max(65_535)
  readonly port: number = 8080;

  @Expose({ name: 'BIND_ADDRESS' })
  @IsIP()
  readonly host: string = '127.0.0.1';

  /** The door's own role; the owner's address is the fallback of a set-up with a single role. */
  @Expose({ name: 'DATABASE_URL_DOOR' })
  @IsOptional()
  @IsString()
  readonly doorUrl?: string;

  @Expose({ name: 'DATABASE_URL' })
  @IsOptional()
  @IsString()
  readonly ownerUrl?: string;

  @Expose({ name: 'PARTNER_API_POOL_SIZE' })
  @Type(() => Number)
  @IsInt()
  @Min(1)
  @Max(100)
  readonly poolSize: number = 10;

  /** Proxies in front of the door, whose `X-Forwarded-For` is believed. */
  @Expose({ name: 'TRUST_PROXY' })
  @Validate(NetworksRule)
  readonly trustProxy: string = '';

  @Expose({ name: 'PROVINCE_FILE' })
  @IsString()
  readonly provinceFile: string = 'config/province.yaml';

  /** Days for which a cursor of a feed is good. */
  @Expose({ name: 'PARTNER_API_FEED_DAYS' })
  @Type(() => Number)
  @IsInt()
  @Min(1)
  @Max(3_650)
  readonly feedDays: number = 400;

  /** How long a session of the national dialect door is good. */
  @Expose({ name: 'NATIONAL_SESSION_SECONDS' })
  @Type(() => Number)
  @IsInt()
  @Min(60)
  @Max(86_400)
  readonly sessionSeconds: number = 1_800;

  @Expose({ name: 'WRAPPER_CREATE_PATH' })
  @Matches(PATH)
  readonly wrapperCreate: string = WRAPPER_PATHS.create;

  @Expose({ name: 'WRAPPER_UPDATE_PATH' })
  @Matches(PATH)
  readonly wrapperUpdate: string = WRAPPER_PATHS.update;

  @Expose({ name: 'WRAPPER_PROGRESS_PATH' })
  @Matches(PATH)
  @Validate(DifferentPathsRule)
  readonly wrapperProgress: string = WRAPPER_PATHS.progress;

  /** The addresses of the wrapper door. */
  get wrapperPaths(): WrapperPaths {
    return { create: this.wrapperCreate, update: this.wrapperUpdate, progress: this.wrapperProgress };
  }
}

/** The entries of a list that is written with commas. */
export function listOf(text: string): string[] {
  return text
    .split(',')
    .map((entry) => entry.trim())
    .filter((entry) => entry !== '');
}
