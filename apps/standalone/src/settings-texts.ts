// What is only handed on is judged, and described, by the process that it is for.
export const TO_DOOR = { vi: 'trao cho cửa tiếp nhận', en: 'handed on to the door' };
export const TO_CONSOLE = { vi: 'trao cho bàn điều hành', en: 'handed on to the console' };
export const TO_RELAY = { vi: 'trao cho relay', en: 'handed on to the relay' };
export const TO_ALL = { vi: 'trao cho mọi tiến trình', en: 'handed on to every process' };
/** Of the address by which a process reaches the database. */
export const ROLE = {
  vi: 'vai trò riêng của tiến trình (door tiếp nhận, road gửi đi, duty việc định kỳ, desk bàn điều hành); bỏ trống = tự tạo trong DATABASE_URL',
  en: "the process's own role (door accepts, road delivers, duty timed duties, desk the operators' desk); empty = made in DATABASE_URL",
  secret: true,
};
