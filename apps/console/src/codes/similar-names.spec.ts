import { describe, expect, it } from '@jest/globals';
import { similarNames } from './similar-names.ts';

const PROCEDURES = [
  { code: '1.001193', name: 'Đăng ký khai sinh' },
  { code: '1.000656', name: 'Đăng ký khai tử' },
  { code: '1.000894', name: 'Đăng ký kết hôn' },
  { code: '2.000815', name: 'Chứng thực bản sao từ bản chính' },
  { code: '1.004873', name: 'Cấp giấy xác nhận tình trạng hôn nhân' },
];

const best = (sent: string): string | undefined => similarNames(sent, PROCEDURES)[0]?.code;

describe('names of procedures that are alike', () => {
  it.each([
    ['Đăng ký khai sinh', '1.001193'],
    ['dang ky khai sinh', '1.001193'],
    ['Thủ tục: ĐĂNG KÝ KHAI TỬ', '1.000656'],
    ['Đăng ký khai tử', '1.000656'],
    ['Chung thuc ban sao tu ban chinh', '2.000815'],
    ['Đăng ký (kết hôn)', '1.000894'],
  ])('%s', (sent, code) => {
    expect(best(sent)).toBe(code);
  });

  it('are the same with a score of 1, in either spelling', () => {
    expect(similarNames('Đăng ký khai sinh'.normalize('NFD'), PROCEDURES)[0]).toEqual({ ...PROCEDURES[0], score: 1 });
    expect(similarNames('dang ky khai sinh', PROCEDURES)[0]?.score).toBe(1);
  });

  it('count diacritics where the sender writes them', () => {
    const [right, wrong] = ['Đăng ký khai sinh', 'Đằng kỷ khải sịnh'].map(
      (sent) => similarNames(sent, PROCEDURES)[0]?.score ?? 0,
    );
    expect(right).toBeGreaterThan(wrong ?? 1);
  });

  it('are none where nothing is alike', () => {
    expect(similarNames('Zzz qqq xxx', PROCEDURES)).toEqual([]);
    expect(similarNames('', PROCEDURES)).toEqual([]);
  });
});
