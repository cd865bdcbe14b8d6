import { plainToInstance, Type } from 'class-transformer';
import {
  IsArray,
  IsIn,
  IsInt,
  IsISO8601,
  IsOptional,
  IsString,
  Max,
  MaxLength,
  Min,
  ValidateNested,
  validateSync,
} from 'class-validator';
import { readBase, type Targets } from '../commune/targets.ts';
import { PLANTS, type Plant } from './plant.ts';

class PlantRequest implements Plant {
  @IsIn(PLANTS)
  readonly kind!: Plant['kind'];

  @IsString()
  @MaxLength(60)
  readonly code!: string;
}

/** The body of a request to make and send manifests. */
export class ManifestRequest {
  @IsString()
  @MaxLength(500)
  readonly base!: string;

  @IsString()
  @MaxLength(500)
  readonly apiKey!: string;

  /** Now, without one. */
  @IsOptional()
  @IsISO8601({ strict: true })
  readonly asOf?: string;

  @IsOptional()
  @IsArray()
  @ValidateNested({ each: true })
  @Type(() => PlantRequest)
  readonly plant?: readonly PlantRequest[];

  @IsOptional()
  @IsInt()
  @Min(50)
  @Max(600_000)
  readonly timeoutMs?: number;
}

/** Reads such a request, or says what is wrong with it. */
export function readManifestRequest(
  body: unknown,
  targets: Targets,
): ManifestRequest | readonly { field: string; message: string }[] {
  if (typeof body !== 'object' || body === null || Array.isArray(body)) return [{ field: '', message: 'object' }];
  const request = plainToInstance(ManifestRequest, body);
  const faults = validateSync(request, { whitelist: true, forbidNonWhitelisted: true, stopAtFirstError: true });
  if (faults.length > 0)
    return faults.map(({ property, constraints = {} }) => ({
      field: `/${property}`,
      message: Object.values(constraints)[0] ?? 'sai / wrong',
    }));
  const url = readBase(request.base);
  if (url === undefined || !targets.allow(url))
    return [
      {
        field: '/base',
        message: 'địa chỉ không được phép gọi, xem SIMULATOR_COMMUNE_TARGETS / may not be called, see SIMULATOR_COMMUNE_TARGETS',
      },
    ];
  return request;
}
