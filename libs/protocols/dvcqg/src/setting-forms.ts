import { Matches, ValidateBy } from 'class-validator';
import { BASE_ADDRESS } from '#protocols';

/** A text of that form; a fault says what would be right, in both languages. */
export function like(pattern: RegExp, right: string): PropertyDecorator {
  return Matches(pattern, { message: ({ property }) => `${property}: ${right}` });
}

/** An address without account, query or fragment. */
export const isAddress = like(BASE_ADDRESS, 'https://máy[:cổng][/đường-dẫn] / https://host[:port][/path]');

export const isPath = like(/^\/[\w./~-]*$/, 'đường dẫn bắt đầu bằng "/" / a path that begins with "/"');

/** A name or a secret: whatever is not blank and fits into one line. */
export const isLine = like(/^(?!\s*$)\P{Cc}{1,200}$/u, '1–200 ký tự / 1–200 characters');

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
  'VN:GOV:<mã đơn vị / agency code>:<dịch vụ / service>, như / such as VN:GOV:000.00.00.G22:vpcpdvcprovider',
);

/** An adapter forwards what stands behind a path of its own; without that path nothing would arrive. */
export const hasForwardingPath = ValidateBy({
  name: 'hasForwardingPath',
  validator: {
    validate: (value, args) =>
      (args?.object as { transport?: unknown }).transport !== 'adapter' || /^https?:\/\/[^/]+\/[^/]/.test(String(value)),
    defaultMessage: () =>
      'baseUrl: ghi cả đường dẫn chuyển tiếp của adapter / write the forwarding path of the adapter too: http://…/XrdAdapter/RestService/forward',
  },
});
