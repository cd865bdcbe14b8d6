import { PROBLEMS } from '../problems/dictionary.ts';
import { Member } from './call.ts';

/** A sentence in both languages. */
export class TextView {
  @Member('Tiếng Việt', 'Vietnamese', { example: 'Hãy đăng nhập.' })
  readonly vi!: string;

  @Member('Tiếng Anh', 'English', { example: 'Log in.' })
  readonly en!: string;
}

class FindingView {
  @Member('Con trỏ JSON đến trường', 'JSON pointer to the field', { example: '/reason' })
  readonly field!: string;

  @Member('Mã ổn định', 'Stable code', { example: 'field.invalid' })
  readonly code!: string;

  @Member('Lỗi gì và phải làm gì', 'What is wrong and what to do')
  readonly message!: TextView;
}

/** Why something was refused (RFC 9457). */
export class Problem {
  @Member('Loại lỗi', 'Kind of problem', { example: 'urn:problem-type:gateway:session.none' })
  readonly type!: string;

  @Member('Tên lỗi theo Accept-Language', 'Title, by Accept-Language', { example: 'Chưa đăng nhập' })
  readonly title!: string;

  @Member('Mã HTTP', 'HTTP status', { example: 401 })
  readonly status!: number;

  @Member('Mã ổn định', 'Stable code', { example: 'session.none', enum: Object.keys(PROBLEMS) })
  readonly code!: string;

  @Member('Lỗi gì và phải làm gì', 'What is wrong and what to do', { example: 'Không có phiên làm việc. Hãy đăng nhập.' })
  readonly detail!: string;

  @Member('Mã của yêu cầu này', 'Id of this request', { example: 'urn:uuid:0199a1b2-c3d4-7e5f-8a9b-0c1d2e3f4a5b' })
  readonly instance!: string;

  @Member('Mọi trường sai', 'Every faulty field', { type: [FindingView] })
  readonly problems!: readonly FindingView[];
}
