/** One publication, as the parts of its second step see it. */
export interface UnseenRun {
  readonly number: number;
  /** 'YYYY-MM-DD' of its slot. */
  readonly day: string;
}
