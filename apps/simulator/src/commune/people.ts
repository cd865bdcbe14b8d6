import type { Chance } from './chance.ts';

/** A procedure as a commune's own table has it; the field codes are invented. */
export interface Procedure {
  readonly code: string;
  readonly name: string;
  readonly fieldCode: string;
  readonly fieldName: string;
  readonly paper: string;
  readonly result: string;
  /** In dong; 0 = free. */
  readonly fee: number;
}

const CIVIL = { fieldCode: 'G15-HT01', fieldName: 'Hộ tịch' };
const CERTIFIED = { fieldCode: 'G15-CT01', fieldName: 'Chứng thực' };

export const PROCEDURES: readonly [Procedure, ...Procedure[]] = [
  { code: '1.001193', name: 'Đăng ký khai sinh', ...CIVIL, paper: 'Giấy chứng sinh', result: 'Giấy khai sinh', fee: 0 },
  { code: '1.000656', name: 'Đăng ký khai tử', ...CIVIL, paper: 'Giấy báo tử', result: 'Trích lục khai tử', fee: 0 },
  {
    ...{ code: '1.000894', name: 'Đăng ký kết hôn', ...CIVIL },
    ...{ paper: 'Tờ khai đăng ký kết hôn', result: 'Giấy chứng nhận kết hôn', fee: 0 },
  },
  {
    ...{ code: '1.004873', name: 'Cấp giấy xác nhận tình trạng hôn nhân', ...CIVIL },
    ...{ paper: 'Tờ khai', result: 'Giấy xác nhận tình trạng hôn nhân', fee: 15_000 },
  },
  {
    ...{ code: '2.000815', name: 'Chứng thực bản sao từ bản chính', ...CERTIFIED },
    ...{ paper: 'Bản chính', result: 'Bản sao chứng thực', fee: 4_000 },
  },
  {
    ...{ code: '2.000884', name: 'Chứng thực chữ ký', ...CERTIFIED },
    ...{ paper: 'Giấy tờ sẽ ký', result: 'Văn bản chứng thực', fee: 10_000 },
  },
];

const FAMILY = ['Nguyễn', 'Trần', 'Lê', 'Phạm', 'Hoàng', 'Vũ', 'Đỗ', 'Bùi', 'Lường', 'Trịnh'] as const;
const MIDDLE = ['Thị', 'Văn', 'Đức', 'Ngọc', 'Minh', 'Thanh', 'Hữu', 'Thu', 'Quang'] as const;
const GIVEN = [
  'An',
  'Bình',
  'Cường',
  'Dung',
  'Giang',
  'Hạnh',
  'Hương',
  'Khánh',
  'Lan',
  'Nghĩa',
  'Phượng',
  'Tuấn',
  'Yến',
] as const;

/** A made-up person of that name and number does not exist: the numbers begin as no real ones do. */
export interface Person {
  readonly name: string;
  /** Twelve digits, nine (an old card), or something that is no number at all. */
  readonly idNumber: string;
  readonly phone: string;
  readonly email: string;
}

export function inventName(chance: Chance): string {
  return `${chance.one(FAMILY)} ${chance.one(MIDDLE)} ${chance.one(GIVEN)}`;
}

export function inventPerson(chance: Chance): Person {
  const kind = chance.below(10);
  const digits = chance.digits(9);
  return {
    name: inventName(chance),
    idNumber: kind === 0 ? '' : kind === 1 ? `9${digits.slice(1)}` : `000${digits}`,
    phone: `09000${chance.digits(5)}`,
    email: kind < 3 ? '' : `dan${chance.digits(4)}@thu.example`,
  };
}
