import { describe, expect, it } from '@jest/globals';
import { namedField } from './named-field.ts';

const SENT = [{ MaHoSo: 'H56.14797-261123-0001', MaTTHC: '2.000815', DinhDanhCHS: [{ LoaiDinhDanh: '1', SoDinhDanh: '038' }] }];
const of = (answer: unknown): string | undefined => namedField(JSON.stringify(answer), SENT);

describe('the field that an answer names', () => {
  it('is ours by our name, wherever it stands in what was sent', () => {
    expect(of({ error_code: -1, message: 'Trường MaTTHC không hợp lệ' })).toBe('MaTTHC');
    expect(of({ error_code: -1, message: 'sai định dạng: DinhDanhCHS[0].sodinhdanh' })).toBe('DinhDanhCHS');
    expect(of({ error_code: -1, message: '', result: [{ MaHoSo: 'H56', message: 'SoDinhDanh bắt buộc' }] })).toBe('SoDinhDanh');
  });

  it('is none where only the answer has it, or where it is a text of the portal', () => {
    expect(of({ error_code: -1, message: 'Không hợp lệ', result: [{ MaHoSo: 'H56.14797-261123-0001' }] })).toBeUndefined();
    expect(of({ message: 'Nguyễn Văn A không hợp lệ' })).toBeUndefined();
    expect(namedField(undefined, SENT)).toBeUndefined();
  });

  it('is found in an answer that is wrapped into a text', () => {
    expect(of({ error_code: '0', message: JSON.stringify({ MaHoSo: 'H56', message: 'Trường MaTTHC không hợp lệ' }) })).toBe(
      'MaTTHC',
    );
  });
});
