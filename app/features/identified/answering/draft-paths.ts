import type { Subject } from './draft';

/** The page on which an answer to this is written. */
export function subjectPath({ subject, id }: Subject): string {
  return `/in/desk/leadership/${subject === 'summary' ? 'summaries/' : ''}${id}`;
}

/** The page on which a draft is written: that of the first thing it answers. */
export function draftPath({ subjects }: { readonly subjects: readonly Subject[] }): string {
  const [first] = subjects;
  return first ? subjectPath(first) : '/in/desk/leadership';
}

/** The page on which a reviewer reads a draft. */
export function reviewPath(draftId: string): string {
  return `/in/desk/reviews/${draftId}`;
}
