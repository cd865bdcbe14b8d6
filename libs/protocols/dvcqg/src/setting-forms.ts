import { Matches } from 'class-validator';
import { BASE_ADDRESS } from '#protocols';
import { Fits } from '#runtime';

/** A text of that form; `right` goes on after "must be", in both languages, apart by ` / `. */
export function like(pattern: RegExp, right: string): PropertyDecorator {
  return Matches(pattern, { message: right });
}

export const isAddress = like(
  BASE_ADDRESS,
  'địa chỉ http(s), không có tài khoản, query hay phần sau dấu # / an http(s) address without user, query or fragment',
);

export const isPath = like(/^\/[\w./~-]*$/, 'đường dẫn bắt đầu bằng dấu gạch chéo / a path that begins with a slash');

/** A name or a secret: whatever is not blank and fits into one line. */
export const isLine = like(/^(?!\s*$)\P{Cc}{1,200}$/u, '1–200 ký tự trên một dòng / 1 to 200 characters on one line');

export const isAgencyCode = like(
  /^[\x21-\x7e]{1,50}$/,
  'mã đơn vị của tỉnh, như 000.00.00.H56 / the agency code of the province, such as 000.00.00.H56',
);

export const isHeaderValue = like(
  /^[\x21-\x7e](?:[\x20-\x7e]{0,4094}[\x21-\x7e])?$/,
  'giá trị của một tiêu đề HTTP, như "Bearer …" / the value of an HTTP header, such as "Bearer …"',
);

/** The grammar of the data axis. Source: protocols §1.1. */
export const isDstcode = like(
  /^[A-Z]{2}:[A-Z]+:[0-9A-Za-z.-]+:[\w.-]+$/,
  'dạng VN:GOV:<mã đơn vị>:<dịch vụ>, như VN:GOV:000.00.00.G22:vpcpdvcprovider / of the form VN:GOV:<agency code>:<service>, such as VN:GOV:000.00.00.G22:vpcpdvcprovider',
);

/** An adapter forwards what stands behind a path of its own; without that path nothing would arrive. */
export const hasForwardingPath = Fits<{ readonly transport?: unknown }>({
  says: {
    vi: 'phải kèm đường dẫn chuyển tiếp của adapter, như …/XrdAdapter/RestService/forward',
    en: 'must hold the forwarding path of the adapter, such as …/XrdAdapter/RestService/forward',
  },
  involves: ['transport'],
  holds: (value, { transport }) => transport !== 'adapter' || /^https?:\/\/[^/]+\/[^/]/.test(String(value)),
});
