import { IsArray, IsObject, IsOptional, IsString, Matches, MinLength } from 'class-validator';

/** `config/province.yaml`. */
export class Province {
  /** Code of the province in agency identifiers: H56. */
  @Matches(/^[A-Z]\d{2}$/)
  readonly code!: string;

  @IsString()
  @MinLength(1)
  readonly name!: string;

  @Matches(/^[0-9A-Z.]+$/)
  readonly agencyCode!: string;

  /** The province's number in each system that numbers provinces. */
  @IsObject()
  readonly numbers!: Readonly<Record<string, string>>;

  @IsOptional()
  @IsString()
  readonly dossierCodePattern?: string;

  /** Hosts whose files the national portal can open: names, or `*.name` for every name below. Unset = any host. */
  @IsOptional()
  @IsArray()
  @Matches(/^(?:\*\.)?[0-9a-z-]+(?:\.[0-9a-z-]+)*$/i, { each: true })
  readonly publicFileHosts?: readonly string[];

  /** Stands before the administrative code of a commune until its real identifier is known. A demo value. */
  @Matches(/^[0-9A-Z.]+$/)
  readonly demoAgencyIdentifierPrefix!: string;
}
