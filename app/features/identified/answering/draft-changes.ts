import { answerWords, type ResponseItem, type ResponseText } from '~/features/published/responses/response';
import { wordDifference, type DifferencePart } from '~/features/published/revisions/word-difference';

/** What a draft would change in one published answer, word by word. */
export interface SubjectChanges {
  /** To the whole; null where nothing changes. */
  readonly body: readonly DifferencePart[] | null;
  /** By demand, counted from 1; those that stay are left out. */
  readonly items: readonly { readonly demand: number; readonly words: readonly DifferencePart[] }[];
}

/** As readers see it: the answer in a word, then the reason for it. */
const said = (item: ResponseItem | null | undefined): string =>
  item ? `${answerWords[item.answer]}. ${item.reason}` : 'No answer yet.';

/** What differs between what is published and what would be. */
export function changesOf(before: ResponseText, after: ResponseText): SubjectChanges {
  const items = after.items.flatMap((item, index) => {
    const [was, is] = [said(before.items[index]), said(item)];
    return was === is ? [] : [{ demand: index + 1, words: wordDifference(was, is) }];
  });
  return { body: before.body === after.body ? null : wordDifference(before.body, after.body), items };
}
