import { Type } from 'class-transformer';
import {
  ArrayMinSize,
  IsBoolean,
  IsIn,
  IsInt,
  IsNumber,
  IsOptional,
  IsString,
  Matches,
  Max,
  MaxLength,
  Min,
  MinLength,
  ValidateNested,
} from 'class-validator';
import { CHANNELS, isStatus, parseLegalDay, STATUSES, type Channel, type LegalDay, type Status } from '#canonical';
import { Fits, Setting } from '#runtime';
import { FIGURES, type Figure, type FigureRule, type Parameters, type Rules } from '#scoring';

const DAY = { says: { vi: 'phải là một ngày có thật, năm-tháng-ngày', en: 'must be a real day, year-month-day' }, holds: isDay };
const MOST_TEXT = 400;
/** No other one is kept of a version. */
const PAID: readonly string[] = ['1', '2'];

/** Words in both languages. */
class Words {
  @Setting({ vi: 'tiếng Việt', en: 'Vietnamese', example: 'Hồ sơ đúng hạn' })
  @IsString()
  @MinLength(1)
  @MaxLength(MOST_TEXT)
  vi!: string;

  @Setting({ vi: 'tiếng Anh', en: 'English', example: 'On time' })
  @IsString()
  @MinLength(1)
  @MaxLength(MOST_TEXT)
  en!: string;
}

function isDay(value: unknown): boolean {
  return typeof value === 'string' && parseLegalDay(value) !== undefined;
}

function isGroups(value: unknown): boolean {
  const isGroup = (group: unknown): boolean => Array.isArray(group) && group.length > 0 && group.every(isStatus);
  return Array.isArray(value) && value.length > 0 && value.every(isGroup);
}

/** What in the formulas is open to interpretation. */
class ParametersOfFile implements Parameters {
  @Setting({
    vi: 'các nhóm trạng thái kết thúc; nhóm đầu tiên có bước thì tính',
    en: 'groups of finishing statuses; the first one of which there is a step counts',
    example: '[[9], [10], [8, 3, 7]]',
  })
  @Fits({ says: { vi: 'phải là các nhóm trạng thái 1–10', en: 'must be groups of statuses from 1 to 10' }, holds: isGroups })
  finishing!: Status[][];

  @Setting({
    vi: 'trong đó các trạng thái chỉ tính khi hồ sơ đã được tiếp nhận',
    en: 'those of them that count only once the dossier was received',
    example: '[7]',
  })
  @IsIn(STATUSES, { each: true })
  finishesIfReceived!: Status[];

  @Setting({ vi: 'nhiều bước kết thúc: lấy bước đầu hay cuối', en: 'of several finishing steps the first or the last' })
  @IsIn(['first', 'last'])
  repeatedStep: 'first' | 'last' = 'last';

  @Setting({ vi: 'trạng thái yêu cầu bổ sung', en: 'the status of a request for supplements' })
  @IsIn(STATUSES)
  supplementRequested: Status = 5;

  @Setting({
    vi: 'trạng thái cho biết công dân đã bổ sung',
    en: 'statuses by which the citizen has come back',
    example: '[2, 4, 6]',
  })
  @IsIn(STATUSES, { each: true })
  @ArrayMinSize(1)
  supplementAnsweredBy!: Status[];

  @Setting({
    vi: 'yêu cầu bổ sung không ai trả lời: trừ đến lúc kết thúc, hay không trừ',
    en: 'a request that nobody answered: taken off until the finish, or not at all',
  })
  @IsIn(['until-finish', 'nothing'])
  openSupplement: 'until-finish' | 'nothing' = 'until-finish';

  @Setting({ vi: 'kênh trống tính là gì', en: 'as what an empty channel counts' })
  @IsIn(CHANNELS)
  emptyChannel: Channel = 'direct';

  @Setting({ vi: 'kênh nào là trực tuyến', en: 'which channel is online' })
  @IsIn(CHANNELS)
  onlineChannel: Channel = 'online';

  @Setting({
    vi: 'mã thanh toán trực tuyến được tính',
    en: 'codes of payment that count as online',
    example: "['1', '2']",
  })
  @IsIn(PAID, { each: true })
  paidOnline!: string[];

  @Setting({
    vi: 'mã của CSDL dân cư; trống = CSDL nào cũng tính',
    en: 'codes of the population database; none = whichever counts',
    example: '[]',
  })
  @IsString({ each: true })
  populationDatabases!: string[];

  @Setting({
    vi: 'hồ sơ nhận trước kỳ bao nhiêu tháng còn được tìm',
    en: 'months before the period in which dossiers in hand are looked for',
  })
  @IsInt()
  @Min(0)
  @Max(60)
  lookBackMonths = 12;
}

/** A figure. */
class FigureOfFile implements FigureRule {
  @Setting({ vi: 'số chỉ tiêu', en: 'number of the figure', example: "'2.1'" })
  @IsIn(FIGURES)
  number!: Figure;

  @Setting({ vi: 'tên', en: 'name' })
  @ValidateNested()
  @Type(() => Words)
  name!: Words;

  @Setting({ vi: 'từ bao nhiêu % thì đủ điểm; trống = 100', en: 'percentage from which all points are given; empty = 100' })
  @IsOptional()
  @IsNumber()
  @Min(1)
  @Max(100)
  threshold: number | null = null;

  @Setting({ vi: 'điểm tối đa; trống = chưa biết', en: 'most points; empty = not known' })
  @IsOptional()
  @IsNumber()
  @Min(0)
  @Max(100)
  points: number | null = null;

  @Setting({ vi: 'điều gì không tính được ở đây', en: 'what cannot be computed here' })
  @IsOptional()
  @ValidateNested()
  @Type(() => Words)
  limits: Words | null = null;
}

/** One version of the formulas by which the province is scored. */
export class ScoringFile implements Rules {
  @Setting({ vi: 'tên phiên bản', en: 'name of the version', example: "'766-2022'" })
  @Matches(/^[0-9A-Za-z.-]{1,40}$/)
  version!: string;

  @Setting({ vi: 'áp dụng cho các kỳ bắt đầu từ ngày', en: 'for periods that begin from this day on', example: "'2022-06-23'" })
  @Fits(DAY)
  validFrom!: LegalDay;

  @Setting({ vi: 'nguồn', en: 'source' })
  @ValidateNested()
  @Type(() => Words)
  source!: Words;

  @Setting({ vi: 'ngày của nguồn', en: 'day of the source', example: "'2026-10-31'" })
  @Fits(DAY)
  sourceDate!: LegalDay;

  @Setting({ vi: 'tỉnh đã xác nhận công thức chưa', en: 'whether the province has confirmed the formulas' })
  @IsBoolean()
  confirmed = false;

  @Setting({ vi: 'những chỗ công thức để ngỏ', en: 'what the formulas leave open' })
  @ValidateNested()
  @Type(() => ParametersOfFile)
  parameters!: ParametersOfFile;

  @Setting({ vi: 'các chỉ tiêu', en: 'the figures', key: 'number' })
  @ValidateNested({ each: true })
  @Type(() => FigureOfFile)
  @ArrayMinSize(1)
  figures!: FigureOfFile[];
}
