import 'reflect-metadata';
import { ArrayUnique, IsIn } from 'class-validator';
import { STATUSES, STATUSES_THAT_DECIDE_THE_SCORE, type Status } from '#canonical';
import { Setting } from '#runtime';

/** What happens to a step of which nobody can tell whether the portal has it. */
export class UndecidedPolicy {
  /** Statuses whose step is sent again and flagged; a step of any other status waits for a person. */
  @Setting({
    vi: 'trạng thái mà bước không xác minh được thì gửi lại, có đánh dấu; bước có trạng thái khác chờ người quyết định',
    en: 'statuses whose unverifiable step is sent again, flagged; a step of any other status waits for a person',
    example: '[3, 8, 9, 10]',
    reload: 'now',
  })
  @IsIn(STATUSES, { each: true })
  @ArrayUnique()
  resend: Status[] = [...STATUSES_THAT_DECIDE_THE_SCORE];
}
