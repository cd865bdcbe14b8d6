/** A member of what would be sent that differs from what the destination has by then; masked where it may name a person. Null: nothing. */
export interface ForecastField {
  readonly field: string;
  readonly acknowledged: string | null;
  readonly now: string | null;
}

/** One item that would be sent. `hash`: of the text that would leave, as attempts keep it. */
export interface ForecastItem {
  readonly service: 'create' | 'update' | 'steps';
  readonly seq: number;
  readonly kind: 'version' | 'step';
  readonly hash: string;
  readonly fields: readonly ForecastField[];
}

/** What a lane would send now, in order. `waits`: why it would not go on to the end by itself; undefined where it would. */
export interface Forecast {
  readonly items: readonly ForecastItem[];
  readonly waits: string | undefined;
}

/** What a turn of a lane answers to the job that asked; `failed`: why nothing can be told or done. */
export interface AskedAnswer {
  readonly job: string;
  readonly forecast?: Forecast;
  readonly failed?: string;
}
