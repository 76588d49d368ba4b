import { Tag, type TagTone } from '~/ui/tag';
import { answerWords, type Answer } from '../response';

const tones: Readonly<Record<Answer, TagTone>> = {
  accepted: 'accent',
  partly: 'outline',
  declined: 'strong',
  'not-ours': 'outline',
};

/** Accepted, partly, declined, or not ours to decide. */
export function AnswerTag({ answer }: { answer: Answer }) {
  return <Tag tone={tones[answer]}>{answerWords[answer]}</Tag>;
}
