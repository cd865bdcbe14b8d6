import { IsIn, IsOptional, IsString, Matches, MaxLength, MinLength } from 'class-validator';
import { BASE_ADDRESS, ConnectionSettings } from '#protocols';

const PATH = /^\/[\w./-]*$/;

/** What is known of one national portal: the `settings` of a destination with this dialect. Durations in milliseconds. */
export class DvcqgSettings extends ConnectionSettings {
  /** Address of the portal or of the adapter in front of it, with its base path if it has one; the only host that is ever called. */
  @Matches(BASE_ADDRESS, { message: 'baseUrl must be an http(s) address without user, query or fragment' })
  baseUrl!: string;

  /** Path of the login behind the base address. Source: protocols §1.1. */
  @Matches(PATH)
  loginPath = '/mapi/login';

  /** Path of every other service behind the base address. */
  @Matches(PATH)
  integrationPath = '/mapi/g';

  /** Agency code of the province, sent with every call: `000.00.00.H56`. */
  @IsString()
  @MinLength(1)
  @MaxLength(50)
  madonvi!: string;

  /** Address of the portal on the data axis, sent as a header; left out when there is no adapter in between. */
  @IsOptional()
  @Matches(/^[\x21-\x7e]{1,200}$/)
  dstcode?: string;

  /** Account of the province at the portal. */
  @IsString()
  @MinLength(1)
  username!: string;

  /** Its password; comes from a secret file or the environment, never from a file that is under version control. */
  @IsString()
  @MinLength(1)
  password!: string;

  /** What follows the national part of a procedure code on the wire (assumption A11); may be empty. */
  @Matches(/^(\.[0-9A-Z]+)*$/)
  procedureSuffix = '.000.00.00.H56';

  /** How dates inside DanhSachHoSoBoSung are written (assumption A5): as all others, or as .NET writes them. */
  @IsIn(['compact', 'iso'])
  supplementDates: 'compact' | 'iso' = 'compact';
}
