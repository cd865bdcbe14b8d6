export const shell = {
  product: 'Cổng tích hợp một cửa',
  skip: 'Đến nội dung chính',
  navigation: 'Điều hướng chính',
  overview: 'Tổng quan',
  replays: 'Gửi lại',
  reconciliation: 'Đối soát',
  codeTables: 'Bảng mã',
  units: 'Đơn vị',
  catalogue: 'Danh mục',
  score: 'Điểm 766',
  audit: 'Nhật ký',
  language: 'Ngôn ngữ',
  account: (name: string, role: string) => `Tài khoản ${name}, ${role}`,
  logout: 'Đăng xuất',
  roles: { viewer: 'Người xem', operator: 'Người vận hành', admin: 'Quản trị' },
  find: 'Tìm hồ sơ',
  findHint: 'Tìm hồ sơ theo mã',
  finding: 'Đang tìm…',
  findNothing:
    'Không có hồ sơ nào. Hãy nhập ít nhất 8 ký tự đầu của mã hồ sơ, hoặc cả mã của hệ thống một cửa; hoặc hỏi xã, phường đã gửi hồ sơ chưa.',
  findShort: 'Hãy nhập 8 ký tự đầu của mã hồ sơ trở lên, hoặc cả mã của hệ thống một cửa.',
  findFailed: 'Không tìm được vì máy chủ không trả lời. Hãy thử lại sau ít phút.',
  nowhere: 'Không có trang này',
  nowhereNext: 'Hãy về trang tổng quan hoặc tìm hồ sơ theo mã.',
  toOverview: 'Về tổng quan',
  live: {
    live: 'Trực tiếp',
    connecting: 'Đang nối…',
    down: 'Mất kết nối',
    downLong: (since: string) =>
      `Số liệu có thể đã cũ: mất kết nối trực tiếp từ ${since}. Trang tự nối lại; nếu kéo dài, hãy kiểm tra mạng và tiến trình console.`,
    reconnect: 'Nối lại ngay',
  },
};

export const login = {
  title: 'Đăng nhập vận hành',
  lead: 'Hồ sơ chờ vì sao, ai phải làm gì, và gửi tiếp.',
  username: 'Tên đăng nhập',
  password: 'Mật khẩu',
  submit: 'Đăng nhập',
  usernameMissing: 'Hãy nhập tên đăng nhập.',
  passwordMissing: 'Hãy nhập mật khẩu.',
  expired: 'Phiên làm việc đã hết. Hãy đăng nhập lại; trang đang xem sẽ mở lại.',
  account: 'Chưa có tài khoản? Quản trị viên tạo bằng lệnh npm run operator.',
};

export const act = {
  reason: 'Lý do',
  reasonHint: 'Ghi vào nhật ký cùng tên của bạn. Không ghi thông tin cá nhân.',
  reasonMissing: 'Hãy ghi lý do, ít nhất 3 ký tự.',
  cancel: 'Thôi',
  clear: 'Xóa chữ đã gõ',
  close: 'Đóng',
  retry: 'Thử lại',
  more: 'Xem thêm',
  copy: 'Chép',
  copied: 'Đã chép',
  loading: 'Đang tải…',
  needsOperator: 'Cần quyền người vận hành.',
};

export const failure = {
  unreachable: 'Không nối được tới máy chủ',
  unreachableNext: 'Hãy kiểm tra mạng rồi thử lại; nếu vẫn lỗi, báo người quản trị kiểm tra tiến trình console.',
  unreadable: 'Máy chủ trả lời không đọc được',
  broken: 'Trang gặp lỗi',
  brokenNext: 'Hãy tải lại trang. Nếu lặp lại, gửi câu sau cho người quản trị:',
  reload: 'Tải lại trang',
  instance: (id: string) => `Mã yêu cầu để tra nhật ký: ${id}`,
  next: {
    unauthenticated: 'Hãy đăng nhập lại.',
    forbidden: 'Hãy nhờ người có quyền cao hơn, hoặc xin quản trị viên đổi vai trò.',
    unknown: 'Có thể đã bị xóa hoặc sai mã. Hãy kiểm tra lại mã.',
    conflict: 'Có người hoặc hệ thống vừa đổi trước. Hãy xem trạng thái mới rồi làm lại nếu còn cần.',
    invalid: 'Hãy sửa chỗ sai rồi gửi lại.',
    tooMany: 'Hãy chờ ít phút rồi thử lại.',
    server: 'Hãy thử lại sau ít phút; nếu vẫn lỗi, báo người quản trị kèm mã yêu cầu.',
  },
};

export const sizes = {
  seconds: (count: number) => `${count} giây`,
  minutes: (count: number) => `${count} phút`,
  hours: (count: number) => `${count} giờ`,
  days: (count: number) => `${count} ngày`,
  milliseconds: (count: string) => `${count} ms`,
  ago: (age: string) => `${age} trước`,
  now: 'vừa xong',
  none: '–',
};
