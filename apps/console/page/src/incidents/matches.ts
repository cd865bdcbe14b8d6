/** Whether a text holds what was typed, whatever its case and its marks: `dang ky` finds `Đăng ký`. */
export function matches(typed: string, text: string): boolean {
  return bare(text).includes(bare(typed.trim()));
}

function bare(text: string): string {
  return text.normalize('NFD').replace(/\p{M}/gu, '').replace(/đ/gi, 'd').toLowerCase();
}
