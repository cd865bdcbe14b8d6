import 'reflect-metadata';
import { Type } from 'class-transformer';
import { ArrayUnique, IsIn, IsInt, IsNumber, IsOptional, Matches, Max, Min, ValidateNested } from 'class-validator';
import { VIETNAM_OFFSET_MS } from '#canonical';
import { Setting } from '#runtime';
import { BASE_ADDRESS } from './connection-settings.ts';
import { parseClock } from './maintenance-window.ts';

/** The kinds of change that a sync can find. */
const CHANGE_KINDS = ['added', 'ended', 'renamed', 'field', 'details'] as const;
const DAY_MS = 86_400_000;
const MINUTE_MS = 60_000;

/** Which changes come into force without a person. */
export class CatalogueActivation {
  @Setting({
    vi: 'loại thay đổi tự có hiệu lực; loại khác chờ người quyết định',
    en: 'kinds of change that come into force by themselves; others wait for a person',
    example: '[added, details]',
    reload: 'now',
  })
  @IsIn(CHANGE_KINDS, { each: true })
  @ArrayUnique()
  itself: (typeof CHANGE_KINDS)[number][] = ['added', 'details'];

  @Setting({
    vi: 'trong các loại trên, loại nào vẫn chờ nếu còn hồ sơ chưa trả kết quả',
    en: 'of those kinds, the ones that wait all the same while dossiers of the procedure are open',
    example: '[]',
    reload: 'now',
  })
  @IsIn(CHANGE_KINDS, { each: true })
  @ArrayUnique()
  waitsWhileOpen: (typeof CHANGE_KINDS)[number][] = [];
}

/** The second, public source, by which codes, names and addresses are compared. */
export class PublicCatalogue {
  @Setting({
    vi: 'địa chỉ API công khai của cổng mới',
    en: 'address of the public interface of the new portal',
    example: 'https://dichvucong.gov.vn/api/v1',
    reload: 'restart',
  })
  @Matches(BASE_ADDRESS, { message: 'phải là địa chỉ http(s) / must be an http(s) address' })
  baseUrl!: string;

  @Setting({ vi: 'mã cơ quan của tỉnh ở cổng đó', en: 'code of the province at that portal', example: 'H56', reload: 'restart' })
  @Matches(/^[A-Z0-9.]{1,35}$/, { message: 'chữ hoa, số và dấu chấm / capitals, digits and dots' })
  departmentCode!: string;
}

/** How the catalogue of a portal is read. */
export class CataloguePolicy {
  @Setting({
    vi: 'giờ đồng bộ hằng đêm, giờ Việt Nam',
    en: 'when it is read every night, local time of Vietnam',
    example: '"01:30"',
    reload: 'now',
  })
  @Matches(/^([01]\d|2[0-3]):[0-5]\d$/, { message: 'phải là "HH:mm" / must be "HH:mm"' })
  at = '01:30';

  @Setting({
    vi: 'số lời gọi mỗi giây nhiều nhất khi đọc danh mục, ở mỗi nguồn; vẫn nằm trong rate của nơi nhận',
    en: 'most calls per second for the catalogue, at each source; they count into the rate of the destination all the same',
    example: '2',
    reload: 'now',
  })
  @IsNumber()
  @Min(0.05)
  @Max(50)
  callsPerSecond = 2;

  @Setting({
    vi: 'các danh mục khác được đọc mỗi đêm và trả lời tại cửa DVCQG',
    en: 'further lists that are read every night and answered at the national dialect door',
    example: '[LayDanhMucGioiTinh, LayDanhMucDanToc]',
    reload: 'now',
  })
  @Matches(/^LayDanhMuc[A-Za-z]{2,40}$/, { each: true, message: 'tên dịch vụ LayDanhMuc… / names of services LayDanhMuc…' })
  @ArrayUnique()
  lists: string[] = [];

  @Setting({
    vi: 'mỗi đêm đọc lại một phần bao nhiêu của các chi tiết không đổi, cũ nhất trước',
    en: 'which part of the unchanged details is read again every night, the oldest first: one in so many',
    example: '30',
    reload: 'now',
  })
  @IsInt()
  @Min(1)
  @Max(365)
  refreshDays = 30;

  @Setting({
    vi: 'danh sách ngắn hơn phần này của số đã biết thì đáng ngờ: không kết thúc thủ tục nào, mở sự cố',
    en: 'a list that is shorter than this part of what is known is suspicious: nothing is ended, an incident opens',
    example: '0.5',
    reload: 'now',
  })
  @IsNumber()
  @Min(0.01)
  @Max(1)
  leastShare = 0.5;

  @Setting({
    vi: 'hồ sơ tiếp nhận trong bao nhiêu ngày gần đây được đếm vào báo cáo thay đổi',
    en: 'dossiers of the last so many days are counted in the report of changes',
    example: '30',
    reload: 'now',
  })
  @IsInt()
  @Min(1)
  @Max(3_650)
  recentDays = 30;

  @Setting({ vi: 'thay đổi nào tự có hiệu lực', en: 'which changes come into force by themselves', reload: 'now' })
  @ValidateNested()
  @Type(() => CatalogueActivation)
  activation: CatalogueActivation = new CatalogueActivation();

  @Setting({
    vi: 'nguồn thứ hai để đối chiếu mã, tên và đường dẫn; bỏ trống = không đối chiếu',
    en: 'the second source, to compare codes, names and addresses with; unset = nothing is compared',
    example: '{ baseUrl: https://dichvucong.gov.vn/api/v1, departmentCode: H56 }',
    reload: 'restart',
  })
  @IsOptional()
  @ValidateNested()
  @Type(() => PublicCatalogue)
  crossCheck?: PublicCatalogue;
}

/** The first moment after `since` at which the clock in Vietnam shows the time of the policy. */
export function nextNightly({ at }: Pick<CataloguePolicy, 'at'>, since: Date): Date {
  const offset = (parseClock(at) ?? 0) * MINUTE_MS - VIETNAM_OFFSET_MS;
  const days = Math.floor((since.getTime() - offset) / DAY_MS) + 1;
  return new Date(days * DAY_MS + offset);
}
