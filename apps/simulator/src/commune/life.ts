import type { Chance } from './chance.ts';

/** Who does a move. */
export type Desk = 'counter' | 'expert' | 'leader';

/** One change in the life of a dossier. */
export interface Move {
  readonly status: number;
  readonly by: Desk;
  readonly content: string;
}

const move = (status: number, by: Desk, content: string): Move => ({ status, by, content });

const FILED = move(1, 'counter', 'Công dân nộp hồ sơ trực tuyến');
const RECEIVED = move(2, 'counter', 'Tiếp nhận hồ sơ, chuyển bộ phận chuyên môn');
const REFUSED = move(3, 'counter', 'Không tiếp nhận: hồ sơ không thuộc thẩm quyền');
const EXAMINED = move(4, 'expert', 'Thẩm định hồ sơ');
const INCOMPLETE = move(5, 'expert', 'Yêu cầu bổ sung giấy tờ');
const RESUMED = move(4, 'expert', 'Đã nhận giấy tờ bổ sung, tiếp tục xử lý');
const OWING = move(6, 'expert', 'Yêu cầu thực hiện nghĩa vụ tài chính');
const PAID = move(4, 'expert', 'Đã nộp lệ phí, tiếp tục xử lý');
const WITHDRAWN = move(7, 'counter', 'Công dân đề nghị rút hồ sơ');
const STOPPED = move(8, 'leader', 'Dừng xử lý hồ sơ');
const SIGNED = move(9, 'leader', 'Đã ký, có kết quả');
const RETURNED = move(10, 'counter', 'Đã trả kết quả');
const GIVEN_BACK = move(10, 'counter', 'Đã trả lại hồ sơ');
/** More than ten steps: what sends ten at a time must cut. */
const ROUNDS = Array.from({ length: 9 }, (_, at) => move(4, 'expert', `Lấy ý kiến lần ${String(at + 1)}`));

const LIVES: readonly [readonly Move[], ...(readonly Move[])[]] = [
  [RECEIVED, EXAMINED, SIGNED, RETURNED],
  [RECEIVED, EXAMINED, SIGNED, RETURNED],
  [FILED, RECEIVED, EXAMINED, SIGNED, RETURNED],
  [RECEIVED, EXAMINED, INCOMPLETE, RESUMED, SIGNED, RETURNED],
  [RECEIVED, EXAMINED, OWING, PAID, SIGNED, RETURNED],
  [RECEIVED, EXAMINED, ...ROUNDS, SIGNED, RETURNED],
  [RECEIVED, WITHDRAWN, GIVEN_BACK],
  [RECEIVED, EXAMINED, STOPPED, GIVEN_BACK],
  [FILED, REFUSED],
];

/** Nine dossiers that follow each other live each of these lives once (one of them is lived twice); the seed says where they begin. */
export function livesOf(count: number, chance: Chance): (readonly Move[])[] {
  const first = chance.below(LIVES.length);
  return Array.from({ length: count }, (_, at) => LIVES[(first + at) % LIVES.length] ?? LIVES[0]);
}
