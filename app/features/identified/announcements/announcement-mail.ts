import { announcementPath } from '~/features/published/announcements/announcement';

/**
 * The mail of an announcement: one for all. Nothing in it is about who gets it, its link is the page that everybody
 * reads, and it loads nothing.
 */
export function announcementMail(input: {
  readonly id: string;
  readonly title: string;
  readonly body: string;
  readonly authorName: string;
  readonly publicUrl: string;
}): { subject: string; body: string } {
  const { id, title, body, authorName, publicUrl } = input;
  return {
    subject: title,
    body: `${body}

${authorName}, for leadership

—
This mail went to everybody on the roster, in the same words. Who gets it says nothing about who signed, asked or read anything. The announcement, and every later revision of it, stands here:

${publicUrl}${announcementPath(id)}
`,
  };
}
