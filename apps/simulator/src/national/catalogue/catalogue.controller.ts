import { Body, Controller, Get, HttpCode, Inject, Post, UnprocessableEntityException } from '@nestjs/common';
import { SimulatedCatalogue } from './catalogue.ts';
import { readOrders, type CatalogueOrder } from './orders.ts';

/** Changes the catalogue of the national portal, and shows how it was read; never affected by faults. */
@Controller('_sim/national/catalogue')
export class CatalogueControlController {
  constructor(@Inject(SimulatedCatalogue) private readonly catalogue: SimulatedCatalogue) {}

  @Get()
  size(): object {
    return this.catalogue.size;
  }

  @Get('calls')
  calls(): object {
    return this.catalogue.counts.show();
  }

  @Post('calls/forget')
  @HttpCode(200)
  forgetCalls(): { done: true } {
    this.catalogue.counts.clear();
    return { done: true };
  }

  @Post()
  @HttpCode(200)
  change(@Body() body: unknown): object {
    const read = readOrders(body, (code) => this.catalogue.has(code));
    const problems = read.filter((order) => 'field' in order);
    if (problems.length > 0)
      throw new UnprocessableEntityException({ title: 'Yêu cầu điều khiển sai / wrong control request', status: 422, problems });
    for (const order of read) this.catalogue.order(order as CatalogueOrder);
    return this.catalogue.size;
  }
}
