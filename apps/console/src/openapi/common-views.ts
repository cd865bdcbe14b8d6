import type { ApiPropertyOptions } from '@nestjs/swagger';
import { Member } from './call.ts';

/** How a bilingual text is described in the reference. */
export const BOTH = {
  type: 'object',
  properties: { vi: { type: 'string' }, en: { type: 'string' } },
  required: ['vi', 'en'],
  additionalProperties: false,
} as const satisfies ApiPropertyOptions;

/** A unit as people know it. */
export class UnitView {
  @Member('Mã đơn vị', 'Code of the unit', { example: '14797' })
  readonly code!: string;

  @Member('Tên đơn vị', 'Name of the unit', { example: 'Phường Hạc Thành' })
  readonly name!: string;
}

/** A dossier, and whose it is. */
export class DossierOfUnit {
  @Member('Mã hồ sơ', 'Dossier code')
  readonly dossierCode!: string;

  @Member('Đơn vị', 'Unit')
  readonly unit!: UnitView;
}
