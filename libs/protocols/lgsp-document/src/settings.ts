import { IsIn, IsInt, IsString, Matches, Max, Min, MinLength } from 'class-validator';
import { BASE_ADDRESS, ConnectionSettings } from '#protocols';
import { Setting } from '#runtime';

/** What is known of one provincial portal: the `settings` of a destination with this dialect. Durations in milliseconds. */
export class LgspDocumentSettings extends ConnectionSettings {
  /** Address of what gives tokens, with its base path if it has one; `/token` follows. */
  @Setting({
    vi: 'địa chỉ cấp token (không có /token ở cuối)',
    en: 'address of what gives tokens (without /token at its end)',
    example: 'https://lgsp.example.gov.vn',
  })
  @Matches(BASE_ADDRESS, { message: 'tokenBaseUrl must be an http(s) address without user, query or fragment' })
  tokenBaseUrl!: string;

  /** Address of what takes dossiers, with its base path; `/Document/SyncDocument` and `/Document/UpdateDocumentTraces` follow. */
  @Setting({
    vi: 'địa chỉ nhận hồ sơ (không có /Document ở cuối)',
    en: 'address of what takes dossiers (without /Document at its end)',
    example: 'https://lgsp.example.gov.vn/dichvucong/1.0',
  })
  @Matches(BASE_ADDRESS, { message: 'documentBaseUrl must be an http(s) address without user, query or fragment' })
  documentBaseUrl!: string;

  /** Account of the gateway at the provincial portal. */
  @Setting({ vi: 'client_id do tỉnh cấp', en: 'client_id given by the province', example: 'one-stop-gateway' })
  @IsString()
  @MinLength(1)
  clientId!: string;

  /** Its secret; comes from a secret file or the environment, never from a file that is under version control. */
  @Setting({
    vi: 'client_secret do tỉnh cấp; lấy từ biến môi trường hoặc tệp bí mật',
    en: 'client_secret given by the province; from the environment or a secret file',
    example: '${PROVINCE_CLIENT_SECRET}',
    secret: true,
  })
  @IsString()
  @MinLength(1)
  clientSecret!: string;

  /** What follows the national part of a procedure code in DocTypeCode; mostly nothing. */
  @Setting({
    vi: 'phần nối sau mã TTHC quốc gia trong DocTypeCode; thường bỏ trống',
    en: 'what follows the national procedure code in DocTypeCode; mostly empty',
    example: '""',
  })
  @Matches(/^(\.[0-9A-Z]+)*$/)
  procedureSuffix = '';

  /** What stands in Attachments: nothing (assumption A8), or the files by name without their content. */
  @Setting({
    vi: 'Attachments: none = danh sách rỗng; listed = liệt kê tên tệp, không có nội dung',
    en: 'Attachments: none = an empty list; listed = files by name, without their content',
    example: 'none',
  })
  @IsIn(['none', 'listed'])
  attachments: 'none' | 'listed' = 'none';

  /** How the identifier of a file is spelt: with `l` in the schema, with `I` by the known client. */
  @Setting({
    vi: 'tên trường mã tệp: Attachmentld (như lược đồ) hoặc AttachmentId (như phần mềm đã biết)',
    en: "name of a file's identifier: Attachmentld (as in the schema) or AttachmentId (as the known client writes it)",
    example: 'Attachmentld',
  })
  @IsIn(['Attachmentld', 'AttachmentId'])
  attachmentIdKey: 'Attachmentld' | 'AttachmentId' = 'Attachmentld';

  /** FeeType of every fee: the codes of neither side are public, and the known client sends 4. */
  @Setting({ vi: 'FeeType của mọi khoản phí, lệ phí', en: 'FeeType of every fee', example: '4' })
  @IsInt()
  feeType = 4;

  /** How long before its end a token is replaced; of a short-lived one at most half of its life. */
  @Setting({
    vi: 'thay token trước khi hết hạn bao lâu (ms); tối đa nửa thời hạn',
    en: 'how long before its end a token is replaced (ms); at most half of its life',
    example: '60000',
  })
  @IsInt()
  @Min(0)
  @Max(3_600_000)
  tokenMarginMs = 60_000;
}
