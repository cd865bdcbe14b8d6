import { describe, expect, it } from '@jest/globals';
import { PublicFiles } from './files.ts';

const files = new PublicFiles(['files.thanhhoa.gov.vn', '*.dichvucong.gov.vn']);
const remarks = (url: string): number => files.remarksOn({ papers: [{ url }] }).length;

describe('a link to a file', () => {
  it.each([
    'https://files.thanhhoa.gov.vn/a.pdf',
    'http://files.thanhhoa.gov.vn:8443/a.pdf?x=1#y',
    'HTTPS://FILES.ThanhHoa.gov.vn/a.pdf',
    'https://files.thanhhoa.gov.vn./a.pdf',
    ' https://kho.dichvucong.gov.vn/tệp%20một.pdf ',
    'https://a.b.dichvucong.gov.vn/',
  ])('is public: %s', (url) => {
    expect(remarks(url)).toBe(0);
  });

  it.each([
    'files/a.pdf',
    '/files/a.pdf',
    '//files.thanhhoa.gov.vn/a.pdf',
    'https:files.thanhhoa.gov.vn/a.pdf',
    'https:\\\\files.thanhhoa.gov.vn\\a.pdf',
    'https://files.thanhhoa.gov.vn\\@192.0.2.1/a.pdf',
    'ftp://files.thanhhoa.gov.vn/a.pdf',
    'file:///etc/passwd',
    'javascript:alert(1)',
    'data:text/plain,a',
    'https://user:secret@files.thanhhoa.gov.vn/a.pdf',
    'https://files.thanhhoa.gov.vn@192.0.2.1/a.pdf',
    'https://files.thanhhoa.gov.vn.example.vn/a.pdf',
    'https://evilfiles.thanhhoa.gov.vn.vn/a.pdf',
    'https://dichvucong.gov.vn/a.pdf',
    'https://xdichvucong.gov.vn/a.pdf',
    'http://127.0.0.1/a.pdf',
    'http://[::1]/a.pdf',
    'https://files.thanhhoa.gov.vn /a.pdf',
    'https://',
  ])('is not public: %s', (url) => {
    expect(remarks(url)).toBe(1);
  });

  it('is remarked on where it stands, and nowhere else', () => {
    const url = 'https://192.168.1.5/a.pdf';
    const dossier = {
      papers: [{ url: 'https://files.thanhhoa.gov.vn/a.pdf' }, { url }, { url: null }, { url: ' ' }, {}],
      results: [{ url }],
      supplements: [{ papers: null }, { papers: [{}, { url }] }],
    };
    expect(files.remarksOn(dossier)).toEqual(
      ['/papers/1/url', '/results/0/url', '/supplements/1/papers/1/url'].map((field) => ({ field, code: 'file.not-public' })),
    );
    expect(files.remarksOn({ papers: null })).toEqual([]);
  });

  it('is judged by its form alone where no host is listed', () => {
    const any = new PublicFiles();
    expect(any.remarksOn({ papers: [{ url: 'https://a.example.vn/1' }, { url: '/a.pdf' }] })).toHaveLength(1);
    expect(new PublicFiles([]).remarksOn({ papers: [{ url: 'https://a.example.vn/1' }] })).toHaveLength(1);
  });
});
