import type { Heal } from '#ledger';
import type { Text } from '#runtime';

const RESEND: Text = {
  vi: 'Gửi lại hồ sơ và mọi bước theo đúng thứ tự ban đầu (GET /v1/resend-requests).',
  en: 'Send the dossier and all its steps again in the original order (GET /v1/resend-requests).',
};

const LOOK: Text = {
  vi: 'Kiểm tra hồ sơ ở hệ thống của xã; đúng thì báo tỉnh, sai thì sửa ở nguồn và gửi phiên bản mới.',
  en: 'Look at the dossier in your system; if it is right, tell the province, if not, correct it there and send a newer version.',
};

const TASKS: Readonly<Record<string, Text>> = {
  'commune.lacks': {
    vi: 'Kiểm tra hồ sơ bị xóa hay bảng kê thiếu; nếu nhầm thì khôi phục ở hệ thống của xã.',
    en: 'See whether the dossier was deleted or left out of the manifest; put it back if that was a mistake.',
  },
  'commune.lacks-steps': {
    vi: 'Bổ sung bước còn thiếu ở hệ thống của xã; bước đã gửi không rút lại được.',
    en: 'Add the missing steps to your system; a step that was sent cannot be taken back.',
  },
};

/** What a commune does about a difference. */
export function taskOf(heal: Heal, cause: string): Text {
  return heal === 'resend' ? RESEND : (TASKS[cause] ?? LOOK);
}
