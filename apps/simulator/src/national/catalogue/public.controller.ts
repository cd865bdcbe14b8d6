import { Body, Controller, HttpCode, Inject, Post } from '@nestjs/common';
import { asObject } from '../national.controller.ts';
import { SimulatedCatalogue } from './catalogue.ts';

const MOST_PAGE = 500;

/** What the new portal publishes for everybody. Source: protocols §1.13: POST, an envelope, pages by a cursor, HTTP 200 or 201. */
@Controller('api/v1/submitting/formality')
export class PublicCatalogueController {
  constructor(@Inject(SimulatedCatalogue) private readonly catalogue: SimulatedCatalogue) {}

  @Post('list-all-public-formality-by-citizen')
  @HttpCode(201)
  formalities(@Body() body: unknown): object {
    return { code: 'OK', message: '', data: this.catalogue.page('formalities', placeOf(body)) };
  }

  @Post('list-department-url-by-citizen')
  @HttpCode(200)
  addresses(@Body() body: unknown): object {
    return { code: 'OK', message: '', data: this.catalogue.page('addresses', placeOf(body)) };
  }
}

function placeOf(body: unknown): { after: number; limit: number } {
  const { lastId, limit } = asObject(body);
  const after = typeof lastId === 'string' && /^\d{1,6}$/.test(lastId) ? Number(lastId) : 0;
  return { after, limit: typeof limit === 'number' ? Math.min(MOST_PAGE, Math.max(1, Math.floor(limit))) : 100 };
}
