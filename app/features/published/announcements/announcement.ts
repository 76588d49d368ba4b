import type { Range } from '../petitions/petition';

/** Lengths in UTF-16 code units, as the browser counts `maxlength`. */
export const announcementTitleLength: Range = { min: 10, max: 200 };
export const announcementBodyLength: Range = { min: 10, max: 5_000 };

/** Something said to all staff alike, as it stands now. */
export interface Announcement {
  readonly id: string;
  readonly title: string;
  /** Markdown. */
  readonly body: string;
  /** From 1; more where it was revised. */
  readonly revision: number;
  readonly authorName: string;
  /** When it was made, on the company's calendar. */
  readonly day: string;
  /** When it was last revised; the day on which it was made where it was not. */
  readonly revisedDay: string;
  /** Whether it also went to everybody on the roster by mail. */
  readonly mailed: boolean;
  /** The petition that it is about, if one. */
  readonly petition: { readonly id: string; readonly title: string } | null;
}

export const announcementPath = (id: string): string => `/announcements/${id}`;

export type AnnouncementErrorCode = 'about-no-petition' | 'mailed-today' | 'unknown-announcement';

/** A refusal by the rules of announcements. Routes map the code to a status and to words. */
export class AnnouncementError extends Error {
  override readonly name = 'AnnouncementError';
  constructor(readonly code: AnnouncementErrorCode) {
    super(code);
  }
}
