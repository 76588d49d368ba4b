import { Tag, type TagTone } from '~/ui/tag';
import { answerWords, type Answer } from '../response';

const tones: Readonly<Record<Answer, TagTone>> = { accepted: 'accent', partly: 'outline', declined: 'strong' };

/** Accepted, partly or declined. */
export function AnswerTag({ answer }: { answer: Answer }) {
  return <Tag tone={tones[answer]}>{answerWords[answer]}</Tag>;
}
