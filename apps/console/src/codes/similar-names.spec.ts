import { describe, expect, it } from '@jest/globals';
import { SimilarNames } from './similar-names.ts';

const PROCEDURES = [
  { code: '1.001193', name: 'Đăng ký khai sinh' },
  { code: '1.000656', name: 'Đăng ký khai tử' },
  { code: '1.000894', name: 'Đăng ký kết hôn' },
  { code: '2.000815', name: 'Chứng thực bản sao từ bản chính' },
  { code: '1.004873', name: 'Cấp giấy xác nhận tình trạng hôn nhân' },
];

const similarNames = (sent: string, procedures = PROCEDURES) => new SimilarNames(procedures).find(sent);

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

  it('are found among as many as a province has, and compared once', () => {
    const words = [
      'cấp',
      'đổi',
      'giấy phép',
      'xây dựng',
      'khai sinh',
      'lao động',
      'nước ngoài',
      'đất đai',
      'hộ kinh doanh',
      'y tế',
    ];
    const many = Array.from({ length: 2_000 }, (_, at) => ({
      code: `9.${String(at).padStart(6, '0')}`,
      name: [3, 5, 7, 11].map((step, place) => words[(Math.floor(at / step) + place * at) % words.length]).join(' '),
    }));
    const names = new SimilarNames([...many, ...PROCEDURES]);
    for (const { code, name } of PROCEDURES) expect(names.find(name)[0]).toEqual({ code, name, score: 1 });
    const compared = names.find('cap lai giay phep xay dung');
    expect(compared).toHaveLength(3);
    expect(names.find('cap lai giay phep xay dung')).toBe(compared);
  });

  it('are none where nothing is alike', () => {
    expect(similarNames('Zzz qqq xxx', PROCEDURES)).toEqual([]);
    expect(similarNames('', PROCEDURES)).toEqual([]);
  });
});
