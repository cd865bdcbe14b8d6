import type { Text } from '#runtime';

/** Why two sides differ, or why that is not mended by itself. */
export const RECONCILE_CAUSES = {
  'commune.lacks': {
    vi: 'Cổng có hồ sơ mà bảng kê của xã không có; xã kiểm tra hồ sơ bị xóa hay bảng kê thiếu.',
    en: 'The gateway has a dossier that the manifest of the commune lacks; the commune looks whether it was deleted or left out.',
  },
  'commune.lacks-steps': {
    vi: 'Cổng có nhiều bước hơn hệ thống của xã; bước đã nhận không rút lại được.',
    en: 'The gateway has more steps than the system of the commune; a step that was accepted cannot be taken back.',
  },
  'gateway.lacks': {
    vi: 'Xã có hồ sơ mà cổng chưa nhận được; xã được đề nghị gửi.',
    en: 'The commune has a dossier that the gateway never got; the commune is asked to send it.',
  },
  'gateway.lacks-steps': {
    vi: 'Xã có nhiều bước hơn cổng; xã được đề nghị gửi lại các bước.',
    en: 'The commune has more steps than the gateway; the commune is asked to send them again.',
  },
  'content.differs': { vi: 'Nội dung hai bên khác nhau.', en: 'The two sides do not say the same.' },
  'code.of-another': {
    vi: 'Bảng kê có mã hồ sơ mà cổng đã nhận từ hệ thống khác hoặc đơn vị khác.',
    en: 'The manifest has a code that the gateway got from another system or for another unit.',
  },
  'steps.disordered': { vi: 'Các bước ở bên kia đứng sai thứ tự.', en: 'The steps of the other side stand in another order.' },
  'steps.more': {
    vi: 'Nơi nhận có một bước hai lần, hoặc có bước mà cổng không gửi; cổng không xóa được ở đó.',
    en: 'The destination has a step twice, or one that the gateway never sent; the gateway cannot take it away there.',
  },
  'steps.unknown-which': {
    vi: 'Nơi nhận thiếu bước nhưng bảng kê không cho biết bước nào; gửi lại tất cả có thể làm trùng.',
    en: 'The destination lacks steps, and its manifest does not tell which; to send them all might double the others.',
  },
  'destination.lacks': {
    vi: 'Nơi nhận không còn hồ sơ đã xác nhận; cổng gửi lại.',
    en: 'The destination has lost a dossier that it acknowledged; the gateway sends it again.',
  },
  'destination.lacks-steps': {
    vi: 'Nơi nhận mất bước đã xác nhận; cổng gửi lại đúng các bước đó.',
    en: 'The destination has lost steps that it acknowledged; the gateway sends these again.',
  },
  'destination.foreign': {
    vi: 'Nơi nhận có hồ sơ mà cổng chưa từng gửi.',
    en: 'The destination has a dossier that the gateway never sent.',
  },
  'codes.changed': {
    vi: 'Nơi nhận giữ đúng mã đã gửi, nhưng bảng mã hôm nay sẽ gửi mã khác; muốn đổi thì gửi lại bằng reassert.',
    en: 'The destination has the code that it was sent, and the tables of today would send another; to change it, replay with reassert.',
  },
  'heal.stopped': {
    vi: 'Đã thử sửa nhiều lần mà hai bên vẫn khác; cổng dừng lại, cần người xem.',
    en: 'It was mended several times and the sides still differ; the gateway has stopped, and somebody has to look.',
  },
} as const satisfies Readonly<Record<string, Text>>;
