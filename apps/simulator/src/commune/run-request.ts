import {
  IsIn,
  IsInt,
  IsNotEmpty,
  IsOptional,
  IsString,
  Matches,
  Max,
  MaxLength,
  Min,
  type ValidationOptions,
} from 'class-validator';
import { CLIENT_NAMES, type ClientName } from './clients/registry.ts';

const PATH = /^(\/[A-Za-z0-9._~-]+)*$/;
const AGENCY = /^[0-9A-Z]+(\.[0-9A-Z]+)*$/;

const say = (vi: string, en: string): ValidationOptions => ({ message: `${vi} / ${en}` });
const between = (least: number, most: number): ValidationOptions => {
  const range = `${String(least)}–${String(most)}`;
  return say(`số nguyên ${range}`, `an integer ${range}`);
};
const text = (most: number): ValidationOptions =>
  say(`chuỗi không rỗng, tối đa ${String(most)} ký tự`, `text, not empty, at most ${String(most)} characters`);

/** Declares a whole number. */
function Whole(least: number, most: number): PropertyDecorator {
  const options = between(least, most);
  const rules = [IsInt(options), Min(least, options), Max(most, options)];
  return (target, name) => {
    for (const rule of rules) rule(target, name);
  };
}

/** The body of `POST /_sim/commune/runs`. */
export class RunRequest {
  @IsIn(CLIENT_NAMES, say('một trong', `one of: ${CLIENT_NAMES.join(', ')}`))
  client!: ClientName;

  @IsOptional()
  @IsString(text(50))
  variant?: string;

  @IsString(text(500))
  @IsNotEmpty(text(500))
  @MaxLength(500, text(500))
  base!: string;

  @IsOptional()
  @Matches(PATH, say('đường dẫn như /XrdAdapter/RestService/forward', 'a path like /XrdAdapter/RestService/forward'))
  pathPrefix?: string;

  @IsOptional()
  @IsString(text(200))
  @MaxLength(200, text(200))
  username?: string;

  @IsOptional()
  @IsString(text(200))
  @MaxLength(200, text(200))
  password?: string;

  @IsOptional()
  @IsString(text(200))
  @MaxLength(200, text(200))
  apiKey?: string;

  @MaxLength(35, text(35))
  @Matches(AGENCY, say('mã định danh như H56.14797', 'an agency code like H56.14797'))
  agencyCode!: string;

  /** The agency that the classic protocol is spoken for. */
  @IsOptional()
  @Matches(AGENCY, say('mã định danh như 000.00.00.H56', 'an agency code like 000.00.00.H56'))
  madonvi = '000.00.00.H56';

  @Whole(1, 1_000)
  dossiers!: number;

  @Whole(0, 1_000_000)
  seed!: number;

  @IsOptional()
  @IsString(text(10))
  day?: string;

  /** How often the sync job runs at most after the last change, and how long it rests before. */
  @Whole(0, 1_000)
  rounds = 20;

  @Whole(0, 60_000)
  pauseMs = 200;

  /** How long OpenCPS keeps a session. */
  @Whole(1, 86_400)
  sessionSeconds = 600;

  @Whole(50, 60_000)
  timeoutMs = 60_000;
}
