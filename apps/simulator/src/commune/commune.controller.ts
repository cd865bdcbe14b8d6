import {
  Body,
  ConflictException,
  Controller,
  Get,
  Inject,
  NotFoundException,
  Param,
  Post,
  UnprocessableEntityException,
} from '@nestjs/common';
import { readRun } from './read-run.ts';
import { Runs } from './runs.ts';
import { Targets } from './targets.ts';

/** Starts and shows runs of communes' systems; like all control, never affected by faults. */
@Controller('_sim/commune/runs')
export class CommuneController {
  constructor(
    @Inject(Runs) private readonly runs: Runs,
    @Inject(Targets) private readonly targets: Targets,
  ) {}

  @Post()
  start(@Body() body: unknown): { id: string } {
    const plan = readRun(body, this.targets, Date.now());
    if ('length' in plan)
      throw new UnprocessableEntityException({
        ...{ title: 'Yêu cầu điều khiển sai / wrong control request', status: 422, problems: plan },
      });
    const id = this.runs.start(plan);
    if (id === undefined) throw new ConflictException('đang có quá nhiều lượt chạy / too many runs are under way');
    return { id };
  }

  @Get(':id')
  read(@Param('id') id: string): unknown {
    const report = this.runs.report(id);
    if (report === undefined) throw new NotFoundException(`không có lượt chạy này / no such run: ${id}`);
    return report;
  }
}
